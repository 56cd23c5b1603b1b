"""The profilers of the course: one command each, whose answer is compared with what is known."""
