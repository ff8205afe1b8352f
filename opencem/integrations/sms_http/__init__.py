"""SMS by signed HTTP: Aliyun and Tencent Cloud."""
