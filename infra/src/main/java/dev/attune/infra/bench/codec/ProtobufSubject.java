package dev.attune.infra.bench.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.attune.contracts.Event;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Protocol Buffers by its own streams, straight from and to the records: the bytes of generated code, without the cost
 * of the generated objects and of the mapping to them, so rather too fast than too slow.
 */
final class ProtobufSubject implements Subject<byte[]> {

  @Override
  public String name() {
    return "protobuf";
  }

  @Override
  public byte[] encode(Event event) {
    try {
      ProtobufMessages sizes = ProtobufMessages.measuring();
      sizes.fields(event);
      byte[] bytes = new byte[sizes.total()];
      sizes.writing(CodedOutputStream.newInstance(bytes)).fields(event);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Event decode(byte[] encoded, Class<? extends Event> type) {
    try {
      return ProtobufReading.event(type, CodedInputStream.newInstance(encoded));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int bytes(byte[] encoded) {
    return encoded.length;
  }
}
