"""The labs: exercises with one bottleneck each, and a grader that a submission cannot deceive."""
