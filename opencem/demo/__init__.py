"""The demo company 巷口馋猫: a fictional snack chain with a plot. See docs/demo.md."""
