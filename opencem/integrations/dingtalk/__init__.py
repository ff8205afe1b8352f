"""DingTalk (钉钉): signed group robots."""
