"""What a contest of kernels shows: scaling, flags, the roof, the GIL, one kernel explained."""
