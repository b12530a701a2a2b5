def rollout_text() -> str:
    return ""
