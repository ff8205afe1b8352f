from opencem.cli import main

main()
