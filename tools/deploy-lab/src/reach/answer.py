"""Answers on TCP and UDP ports of every address, in both families: answer.py PORT…

What arrives on UDP is sent back; a TCP connection gets one byte. A port that something else has is left to it.
"""
import selectors
import socket
import sys

selector = selectors.DefaultSelector()


def accept(listening):
    connection, _ = listening.accept()
    connection.sendall(b'!')
    connection.close()


def send_back(receiving):
    datagram, sender = receiving.recvfrom(2048)
    receiving.sendto(datagram, sender)


for port in map(int, sys.argv[1:]):
    for kind, answer in ((socket.SOCK_STREAM, accept), (socket.SOCK_DGRAM, send_back)):
        opened = socket.socket(socket.AF_INET6, kind)
        opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.bind(('::', port))
        except OSError as error:
            print(f'{port}: {error}', file=sys.stderr)
            continue
        if kind == socket.SOCK_STREAM:
            opened.listen()
        selector.register(opened, selectors.EVENT_READ, answer)

print('answering', flush=True)
while True:
    for key, _ in selector.select():
        key.data(key.fileobj)
