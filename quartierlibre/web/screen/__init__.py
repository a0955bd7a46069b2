"""Fund team: what waits, each file point by point, corrections, opinions, admissible or not."""
