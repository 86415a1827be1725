"""Pictures of evidence: values in, self-contained pages out; never reads storage."""
