"""Serves moto on a free port of 127.0.0.1 until standard input ends.

Prints the URL on the first line. Whoever started it holds the other end of standard input, so the
server ends with its owner, also when the owner is killed.
"""

import sys

from moto.server import ThreadedMotoServer

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
print(f"http://{host}:{port}", flush=True)
sys.stdin.read()
server.stop()
