"""Fund managers: what to do this morning, files, paper sheets."""
