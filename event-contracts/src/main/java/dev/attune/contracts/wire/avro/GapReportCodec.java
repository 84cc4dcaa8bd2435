package dev.attune.contracts.wire.avro;

import dev.attune.contracts.wire.GapReport;
import dev.attune.contracts.wire.MalformedBytesException;

/**
 * A report of a gap as the value of a Kafka record: one byte for the format, then Avro binary of {@code
 * wire/gap-report/1.avsc}. Stateless.
 */
public final class GapReportCodec {

  private static final byte FORMAT = 1;

  public byte[] encode(GapReport report) {
    BinaryOut out = new BinaryOut();
    out.raw(FORMAT);
    out.text(report.topicId());
    out.whole(report.partition());
    out.whole(report.after());
    return out.copy(0, out.size());
  }

  /**
   * @throws MalformedBytesException if the value is none of ours, damaged, or of a format newer than this version
   */
  public GapReport decode(byte[] value) {
    try {
      BinaryIn in = Format.open(value, FORMAT);
      GapReport report = new GapReport(in.text(), in.wholeInt(), in.whole());
      in.end();
      return report;
    } catch (MalformedBytesException e) {
      throw new MalformedBytesException("A report of a gap cannot be read: " + e.getMessage(), e);
    }
  }
}
