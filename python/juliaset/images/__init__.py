"""Pictures of the counts: colours, painting, and what is proved before anything is iterated."""
