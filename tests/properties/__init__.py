"""What must hold whatever people say: random conversations, all combinations, bad input, who may say what."""
