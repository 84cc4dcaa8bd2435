package dev.attune.infra.bench.codec;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.ProfileEvent.HeldBack;
import dev.attune.contracts.ProfileEvent.IdentityLinked;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.ProfileEvent.Proposition;
import dev.attune.contracts.ProfileEvent.SessionRef;
import dev.attune.contracts.Times;
import dev.attune.contracts.value.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The events as messages whose fields are numbered in the order of the components. Gone through twice, as generated
 * code does: once to measure the nested messages, once to write.
 */
final class ProtobufMessages {

  private final @Nullable CodedOutputStream out;
  private int[] sizes;
  private int next;
  private int total;

  private ProtobufMessages(@Nullable CodedOutputStream out, int[] sizes) {
    this.out = out;
    this.sizes = sizes;
  }

  static ProtobufMessages measuring() {
    return new ProtobufMessages(null, new int[64]);
  }

  ProtobufMessages writing(CodedOutputStream to) {
    return new ProtobufMessages(to, sizes);
  }

  int total() {
    return total;
  }

  void fields(Object message) throws IOException {
    switch (message) {
      case InteractionRecorded e -> {
        uuid(1, e.source());
        text(2, e.messageId());
        text(3, e.kind());
        text(4, e.name());
        if (e.session() != null) {
          text(5, e.session());
        }
        message(6, e.times());
        entries(7, e.properties());
        for (Identity identity : e.identities()) {
          message(8, identity);
        }
        entries(9, e.personal());
        entries(10, e.context());
      }
      case IdentityLinked e -> {
        text(1, e.namespace());
        bytes(2, e.digest());
        text(3, e.value());
      }
      case DecisionMade e -> {
        uuid(1, e.decisionId());
        text(2, e.requestId());
        text(3, e.placement());
        message(4, e.session());
        time(5, e.decidedAt());
        whole(6, e.definitions());
        fixed(7, e.seed());
        if (e.proposition() != null) {
          message(8, e.proposition());
        }
        for (HeldBack held : e.heldBack()) {
          message(9, held);
        }
        bytes(10, e.digest());
        message(11, e.identity());
        entries(12, e.context());
      }
      case Times times -> {
        time(1, times.original());
        time(2, times.sent());
        time(3, times.received());
        whole(4, times.correction().ordinal());
      }
      case Identity identity -> {
        text(1, identity.namespace());
        text(2, identity.value());
      }
      case SessionRef session -> {
        text(1, session.id());
        flag(2, session.derived());
      }
      case Proposition p -> {
        uuid(1, p.propositionId());
        text(2, p.offer());
        whole(3, p.version());
        flag(4, p.fallback());
        flag(5, p.consumed());
      }
      case HeldBack held -> {
        text(1, held.offer());
        whole(2, held.version());
        text(3, held.gate());
        text(4, held.reason());
      }
      case Map.Entry<?, ?> entry -> {
        text(1, (String) entry.getKey());
        message(2, entry.getValue());
      }
      case Value value -> value(value);
      case BigDecimal decimal -> {
        bytes(1, decimal.unscaledValue().toByteArray());
        whole(2, decimal.scale());
      }
      case Value[] items -> {
        for (Value item : items) {
          message(1, item);
        }
      }
      case Map<?, ?> map -> {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          message(1, entry);
        }
      }
      default -> throw new IllegalArgumentException("%s is not measured".formatted(message));
    }
  }

  private void value(Value value) throws IOException {
    switch (value) {
      case Value.Nothing _ -> flag(1, true);
      case Value.Flag flag -> flag(2, flag.value());
      case Value.Whole whole -> signed(3, whole.value());
      case Value.Decimal decimal -> message(4, decimal.value());
      case Value.Text text -> text(5, text.value());
      case Value.Items items -> message(6, items.values().toArray(Value[]::new));
      case Value.Fields map -> message(7, map.values());
    }
  }

  private void entries(int field, Map<String, Value> entries) throws IOException {
    for (Map.Entry<String, Value> entry : entries.entrySet()) {
      message(field, entry);
    }
  }

  private void message(int field, Object message) throws IOException {
    int own = next++;
    if (out != null) {
      out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(sizes[own]);
      fields(message);
      return;
    }
    if (own == sizes.length) {
      sizes = Arrays.copyOf(sizes, 2 * own);
    }
    int before = total;
    fields(message);
    sizes[own] = total - before;
    total += CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(sizes[own]);
  }

  private void text(int field, String value) throws IOException {
    if (out == null) {
      total += CodedOutputStream.computeStringSize(field, value);
    } else {
      out.writeString(field, value);
    }
  }

  private void bytes(int field, byte[] value) throws IOException {
    if (out == null) {
      total += CodedOutputStream.computeByteArraySize(field, value);
    } else {
      out.writeByteArray(field, value);
    }
  }

  private void uuid(int field, UUID id) throws IOException {
    bytes(
        field,
        ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array());
  }

  private void time(int field, @Nullable Instant time) throws IOException {
    if (time != null) {
      whole(field, ChronoUnit.MICROS.between(Instant.EPOCH, time));
    }
  }

  private void whole(int field, long value) throws IOException {
    if (out == null) {
      total += CodedOutputStream.computeInt64Size(field, value);
    } else {
      out.writeInt64(field, value);
    }
  }

  private void signed(int field, long value) throws IOException {
    if (out == null) {
      total += CodedOutputStream.computeSInt64Size(field, value);
    } else {
      out.writeSInt64(field, value);
    }
  }

  private void fixed(int field, long value) throws IOException {
    if (out == null) {
      total += CodedOutputStream.computeFixed64Size(field, value);
    } else {
      out.writeFixed64(field, value);
    }
  }

  private void flag(int field, boolean value) throws IOException {
    if (out == null) {
      total += CodedOutputStream.computeBoolSize(field, value);
    } else {
      out.writeBool(field, value);
    }
  }
}
