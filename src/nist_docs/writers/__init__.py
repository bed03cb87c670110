"""Writers: a document's tree -> the bytes of one format, nothing else."""
