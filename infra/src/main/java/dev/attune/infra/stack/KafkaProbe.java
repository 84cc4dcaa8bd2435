package dev.attune.infra.stack;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Ready when the broker names at least one live broker: one that still starts, or that its controller has fenced, is
 * not in the list. Speaks the few bytes of a Metadata request (key 3, version 1, no topics) itself, because an admin
 * client takes most of a second to load and start-up time is what is being watched here.
 */
record KafkaProbe(String host, int port) implements Probe {

  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int METADATA = 3;
  private static final int VERSION = 1;
  private static final int CORRELATION = 42;
  private static final int REQUEST_BYTES = 14;
  private static final int NULL_CLIENT_ID = -1;

  @Override
  public boolean ready() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(REQUEST_BYTES);
      out.writeShort(METADATA);
      out.writeShort(VERSION);
      out.writeInt(CORRELATION);
      out.writeShort(NULL_CLIENT_ID);
      out.writeInt(0);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      in.readInt();
      return in.readInt() == CORRELATION && in.readInt() > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
