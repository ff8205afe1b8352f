"""WeCom (企业微信): messages of an application to a member, and group robots."""
