package dev.attune.infra.bench.codec;

import com.google.protobuf.CodedInputStream;
import dev.attune.contracts.Event;
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
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ProtobufMessages} writes. */
final class ProtobufReading {

  private ProtobufReading() {}

  static Event event(Class<? extends Event> type, CodedInputStream in) throws IOException {
    @Nullable Object[] c = new @Nullable Object[13];
    List<Object> repeated = new ArrayList<>();
    Map<String, Value> first = new LinkedHashMap<>();
    Map<String, Value> second = new LinkedHashMap<>();
    Map<String, Value> third = new LinkedHashMap<>();
    boolean interaction = type == InteractionRecorded.class;
    boolean decision = type == DecisionMade.class;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = tag >>> 3;
      if (interaction) {
        switch (field) {
          case 1 -> c[1] = uuid(in);
          case 6 -> c[6] = nested(in, ProtobufReading::times);
          case 7 -> nested(in, entry -> entry(entry, first));
          case 8 -> repeated.add(nested(in, ProtobufReading::identity));
          case 9 -> nested(in, entry -> entry(entry, second));
          case 10 -> nested(in, entry -> entry(entry, third));
          default -> c[field] = in.readString();
        }
      } else if (decision) {
        switch (field) {
          case 1 -> c[1] = uuid(in);
          case 4 -> c[4] = nested(in, ProtobufReading::session);
          case 5 -> c[5] = time(in);
          case 6 -> c[6] = in.readInt64();
          case 7 -> c[7] = in.readFixed64();
          case 8 -> c[8] = nested(in, ProtobufReading::proposition);
          case 9 -> repeated.add(nested(in, ProtobufReading::heldBack));
          case 10 -> c[10] = in.readByteArray();
          case 11 -> c[11] = nested(in, ProtobufReading::identity);
          case 12 -> nested(in, entry -> entry(entry, first));
          default -> c[field] = in.readString();
        }
      } else {
        c[field] = field == 2 ? in.readByteArray() : in.readString();
      }
    }
    return build(interaction, decision, c, repeated, first, second, third);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // the fields are as they were written
  private static Event build(
      boolean interaction,
      boolean decision,
      @Nullable Object[] c,
      List<?> repeated,
      Map<String, Value> first,
      Map<String, Value> second,
      Map<String, Value> third) {
    if (interaction) {
      return new InteractionRecorded(
          (UUID) c[1], (String) c[2], (String) c[3], (String) c[4], (String) c[5], (Times) c[6], first,
          (List<Identity>) repeated, second, third);
    }
    if (decision) {
      return new DecisionMade(
          (UUID) c[1], (String) c[2], (String) c[3], (SessionRef) c[4], (Instant) c[5], (long) c[6], (long) c[7],
          (Proposition) c[8], (List<HeldBack>) repeated, (byte[]) c[10], (Identity) c[11], first);
    }
    return new IdentityLinked((String) c[1], (byte[]) c[2], (String) c[3]);
  }

  private interface Body<T> {
    T read(CodedInputStream in) throws IOException;
  }

  private static <T> T nested(CodedInputStream in, Body<T> body) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    T message = body.read(in);
    in.popLimit(limit);
    return message;
  }

  @SuppressWarnings("NullAway") // the fields are as they were written
  private static Times times(CodedInputStream in) throws IOException {
    @Nullable Instant[] times = new @Nullable Instant[4];
    Times.Correction correction = Times.Correction.RECEIVED;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag >>> 3 == 4) {
        correction = Times.Correction.values()[(int) in.readInt64()];
      } else {
        times[tag >>> 3] = time(in);
      }
    }
    return new Times(times[1], times[2], times[3], correction);
  }

  private static Identity identity(CodedInputStream in) throws IOException {
    String[] texts = {"", "", ""};
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      texts[tag >>> 3] = in.readString();
    }
    return new Identity(texts[1], texts[2]);
  }

  private static SessionRef session(CodedInputStream in) throws IOException {
    in.readTag();
    String id = in.readString();
    in.readTag();
    return new SessionRef(id, in.readBool());
  }

  private static Proposition proposition(CodedInputStream in) throws IOException {
    in.readTag();
    UUID id = uuid(in);
    in.readTag();
    String offer = in.readString();
    in.readTag();
    int version = (int) in.readInt64();
    in.readTag();
    boolean fallback = in.readBool();
    in.readTag();
    return new Proposition(id, offer, version, fallback, in.readBool());
  }

  private static HeldBack heldBack(CodedInputStream in) throws IOException {
    in.readTag();
    String offer = in.readString();
    in.readTag();
    int version = (int) in.readInt64();
    in.readTag();
    String gate = in.readString();
    in.readTag();
    return new HeldBack(offer, version, gate, in.readString());
  }

  private static Map<String, Value> entry(CodedInputStream in, Map<String, Value> into) throws IOException {
    in.readTag();
    String name = in.readString();
    in.readTag();
    into.put(name, nested(in, ProtobufReading::value));
    return into;
  }

  private static Value value(CodedInputStream in) throws IOException {
    int field = in.readTag() >>> 3;
    return switch (field) {
      case 1 -> {
        in.readBool();
        yield Value.NOTHING;
      }
      case 2 -> new Value.Flag(in.readBool());
      case 3 -> new Value.Whole(in.readSInt64());
      case 4 -> new Value.Decimal(nested(in, ProtobufReading::decimal));
      case 5 -> new Value.Text(in.readString());
      case 6 -> new Value.Items(nested(in, ProtobufReading::items));
      default -> new Value.Fields(nested(in, ProtobufReading::map));
    };
  }

  private static BigDecimal decimal(CodedInputStream in) throws IOException {
    in.readTag();
    BigInteger unscaled = new BigInteger(in.readByteArray());
    in.readTag();
    return new BigDecimal(unscaled, (int) in.readInt64());
  }

  private static List<Value> items(CodedInputStream in) throws IOException {
    List<Value> items = new ArrayList<>();
    while (in.readTag() != 0) {
      items.add(nested(in, ProtobufReading::value));
    }
    return items;
  }

  private static Map<String, Value> map(CodedInputStream in) throws IOException {
    Map<String, Value> map = new LinkedHashMap<>();
    while (in.readTag() != 0) {
      nested(in, entry -> entry(entry, map));
    }
    return map;
  }

  private static UUID uuid(CodedInputStream in) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(in.readByteArray());
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  private static Instant time(CodedInputStream in) throws IOException {
    return Instant.EPOCH.plus(in.readInt64(), ChronoUnit.MICROS);
  }
}
