"""WeChat official account (公众号): template and subscription messages to an openid."""
