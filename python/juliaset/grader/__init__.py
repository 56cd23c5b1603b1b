"""The labs: exercises with one bottleneck each, and a grader that can't be talked round."""
