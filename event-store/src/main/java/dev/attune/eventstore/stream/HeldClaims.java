package dev.attune.eventstore.stream;

import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.ClaimHolder;
import dev.attune.eventstore.append.Outcome;
import dev.attune.eventstore.read.EventReader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Claims known to be held. A claim is never given back, so one that must be free and is held needs no append to fail:
 * once one command of a drain meets a taken claim, those behind it are looked up together, and a thousand duplicates in
 * a row cost one query instead of a thousand appends.
 */
final class HeldClaims {

  private final EventReader reader;
  private final Map<String, ClaimHolder> held = new HashMap<>();

  HeldClaims(EventReader reader) {
    this.reader = reader;
  }

  /** Learns who holds the claims that these commands want. */
  void lookUp(List<? extends Command<?, ?>> commands) {
    Map<Claim.Kind, List<byte[]>> wanted = new EnumMap<>(Claim.Kind.class);
    for (Command<?, ?> command : commands) {
      for (Claim claim : command.claims()) {
        if (claim.heldBy() == null) {
          wanted.computeIfAbsent(claim.kind(), kind -> new ArrayList<>()).add(claim.key());
        }
      }
    }
    wanted.forEach(
        (kind, keys) -> reader.holders(kind, keys).forEach((key, holder) -> held.put(kind + key, holder)));
  }

  /** The first of the claims that is known to be held though it must be free. */
  Outcome.@Nullable Taken taken(List<Claim> claims) {
    if (held.isEmpty()) {
      return null;
    }
    for (Claim claim : claims) {
      ClaimHolder holder = claim.heldBy() == null ? held.get(key(claim)) : null;
      if (holder != null) {
        return new Outcome.Taken(claim, holder);
      }
    }
    return null;
  }

  private static String key(Claim claim) {
    return claim.kind() + HexFormat.of().formatHex(claim.key());
  }
}
