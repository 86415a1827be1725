"""Papers of a case: pages that print well, PDF and DOCX, from templates an office edits."""
