package dev.attune.infra.torture.log;

import dev.attune.eventstore.append.StreamHead;
import java.util.HexFormat;
import java.util.UUID;

/** Stream heads on a line: {@code stream:version:chain}. */
final class HeadText {

  private HeadText() {}

  static String of(StreamHead head) {
    return head.stream() + ":" + head.version() + ":" + HexFormat.of().formatHex(head.chain());
  }

  static StreamHead parse(String text) {
    String[] fields = text.split(":");
    return new StreamHead(UUID.fromString(fields[0]), Long.parseLong(fields[1]), HexFormat.of().parseHex(fields[2]));
  }
}
