"""Ways to the platform. Each speaks the same three calls and answers with the outcomes of offline_queue.model."""
