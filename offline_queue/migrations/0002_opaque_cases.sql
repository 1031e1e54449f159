-- What belongs to one case is known by a digest, the same that stands in the heads: the index can be made anew from them.
UPDATE submission SET case_key = opaque(case_key) WHERE case_key <> '';
CREATE INDEX file_kept ON file (submission) WHERE unlinked = 0;
