import sys

from remit.web.cli import main

sys.exit(main())
