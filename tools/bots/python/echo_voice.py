"""Says back what it hears in a call, a second later: the first voice it finds, packet by packet, undecoded.

    apt install python3-grpcio python3-protobuf protobuf-compiler libprotobuf-dev
    protoc -I proto --python_out=STUBS proto/videocall/call/v1/*.proto
    PYTHONPATH=STUBS VIDEOCALL=... GRPC=... INVITE=... /usr/bin/python3 tools/bots/python/echo_voice.py
"""

import json
import os
import queue
import time
import urllib.request
import uuid

import grpc

from videocall.call.v1 import call_pb2, call_service_pb2
from videocall.call.v1.media_packet_pb2 import MEDIA_CODEC_OPUS, MediaPacket

DELAY_SECONDS = 1.0
SERVICE = "/videocall.call.v1.CallService/"


def rest(method, path, body=None, token=""):
    """Asks the REST API, which gives identities and grants."""
    request = urllib.request.Request(os.environ["VIDEOCALL"] + path, method=method)
    request.add_header("Idempotency-Key", str(uuid.uuid4()))
    if token:
        request.add_header("Authorization", "Bearer " + token)
    data = None
    if body is not None:
        request.add_header("Content-Type", "application/json")
        data = json.dumps(body).encode()
    with urllib.request.urlopen(request, data, timeout=10) as reply:
        return json.load(reply)


def enter(channel):
    """Joins as a guest, without WebRTC. Returns the call's id, the participant's, and the metadata of all calls."""
    invite = os.environ["INVITE"]
    token = rest("POST", "/v1/auth/guests", {"displayName": "Python echo", "inviteCode": invite})["accessToken"]
    call_id = rest("GET", "/v1/invites/" + invite)["callId"]
    grant = rest("POST", f"/v1/calls/{call_id}/grants", {"inviteCode": invite}, token)["grant"]["token"]
    metadata = [("authorization", "Bearer " + token)]
    join = channel.unary_unary(
        SERVICE + "JoinCall",
        request_serializer=call_service_pb2.JoinCallRequest.SerializeToString,
        response_deserializer=call_service_pb2.JoinCallResponse.FromString,
    )
    request = call_service_pb2.JoinCallRequest(request_id=str(uuid.uuid4()), grant=grant)
    return call_id, join(request, metadata=metadata, timeout=10).participant_id, metadata


def main():
    channel = grpc.insecure_channel(os.environ["GRPC"])
    call_id, participant_id, metadata = enter(channel)
    # What is to be said, and when. grpc takes it from here as fast as the server does.
    to_say = queue.Queue()

    def say(packet, at=0.0):
        to_say.put((at, packet))

    def said():
        while True:
            at, packet = to_say.get()
            time.sleep(max(0.0, at - time.monotonic()))
            yield packet

    stream_media = channel.stream_stream(
        SERVICE + "StreamMedia",
        request_serializer=MediaPacket.SerializeToString,
        response_deserializer=MediaPacket.FromString,
    )
    stream = stream_media(said(), metadata=metadata)
    say(MediaPacket(open={"call_id": call_id, "participant_id": participant_id}))
    say(
        MediaPacket(
            publish={
                "client_track_id": "voice",
                "source": call_pb2.TRACK_SOURCE_MICROPHONE,
                "codec": MEDIA_CODEC_OPUS,
            }
        )
    )
    own = heard = None

    def listen(track):
        nonlocal heard
        if heard is None and track.source == call_pb2.TRACK_SOURCE_MICROPHONE:
            heard = track.track_id
            say(MediaPacket(subscribe={"track_id": heard}))
            print("listening", flush=True)

    for packet in stream:
        kind = packet.WhichOneof("content")
        if kind == "opened":
            for track in packet.opened.tracks:
                listen(track)
        elif kind == "track_available":
            listen(packet.track_available)
        elif kind == "published":
            own = packet.published.track_id
        elif kind == "track_gone" and packet.track_gone.track_id == heard:
            heard = None
        elif kind == "rtp" and own is not None:
            packet.rtp.track_id = own
            say(packet, time.monotonic() + DELAY_SECONDS)
        elif kind == "error":
            print(packet.error.reason, packet.error.message, flush=True)


if __name__ == "__main__":
    main()
