package dev.attune.eventstore.axon;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What Axon knows of an event and the log has no column for, kept in front of the payload in the data bytes.
 *
 * <p>Begins with a magic number and a checksum of the rest, so that events written without Axon are told apart.
 *
 * @param type of the aggregate; null if the event comes from none
 * @param aggregateId if it is not the stream's id
 * @param messageId if it is not the event's id
 * @param revision of the payload as Axon has it
 * @param offset of Axon's sequence number from the version less 1: more than 0 if the aggregate does not begin at 0
 * @param nanos of the time stamp beyond microseconds
 */
record AxonFrame(
    @Nullable String type,
    @Nullable String aggregateId,
    @Nullable String messageId,
    @Nullable String revision,
    long offset,
    int nanos,
    byte[] metaData,
    byte[] payload) {

  private static final int MAGIC = 0xA77E_0001;
  private static final int HEADER = 8;

  byte[] bytes() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(HEADER + 64 + metaData.length + payload.length);
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeLong(0);
      put(out, type);
      put(out, aggregateId);
      put(out, messageId);
      put(out, revision);
      out.writeLong(offset);
      out.writeShort(nanos);
      out.writeInt(metaData.length);
      out.write(metaData);
      out.write(payload);
      byte[] frame = bytes.toByteArray();
      ByteBuffer.wrap(frame).putInt(MAGIC).putInt(checksum(frame));
      return frame;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Null if these are not the bytes of a frame. */
  static @Nullable AxonFrame read(byte[] data) {
    if (data.length < HEADER) {
      return null;
    }
    ByteBuffer header = ByteBuffer.wrap(data);
    if (header.getInt() != MAGIC || header.getInt() != checksum(data)) {
      return null;
    }
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(data, HEADER, data.length - HEADER));
      return new AxonFrame(
          text(in), text(in), text(in), text(in), in.readLong(), in.readShort(), in.readNBytes(in.readInt()), in.readAllBytes());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** With the message's identifier told in any case. */
  AxonFrame withMessageId(String id) {
    return new AxonFrame(type, aggregateId, id, revision, offset, nanos, metaData, payload);
  }

  private static int checksum(byte[] frame) {
    CRC32C checksum = new CRC32C();
    checksum.update(frame, HEADER, frame.length - HEADER);
    return (int) checksum.getValue();
  }

  private static void put(DataOutputStream out, @Nullable String text) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      out.writeUTF(text);
    }
  }

  private static @Nullable String text(DataInputStream in) throws IOException {
    return in.readBoolean() ? in.readUTF() : null;
  }
}
