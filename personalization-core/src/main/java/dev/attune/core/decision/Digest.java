package dev.attune.core.decision;

import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.ProfileEvent.HeldBack;
import dev.attune.contracts.ProfileEvent.Proposition;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * SHA-256 over a decision and its trace in canonical form: fields in a fixed order, strings length-prefixed in UTF-8,
 * numbers big-endian, times in microseconds. Nothing personal goes in, so it outlives the forgetting of the person.
 */
final class Digest {

  private static final byte FORM = 1;

  private Digest() {}

  /** The decision with its digest. */
  static DecisionMade stamped(DecisionMade made) {
    return new DecisionMade(
        made.decisionId(), made.requestId(), made.placement(), made.session(), made.decidedAt(), made.definitions(),
        made.seed(), made.proposition(), made.heldBack(), of(made), made.identity(), made.context());
  }

  private static byte[] of(DecisionMade made) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORM);
      id(out, made.decisionId());
      text(out, made.requestId());
      text(out, made.placement());
      text(out, made.session().id());
      out.writeBoolean(made.session().derived());
      out.writeLong(made.decidedAt().getEpochSecond());
      out.writeInt(made.decidedAt().getNano() / 1_000);
      out.writeLong(made.definitions());
      out.writeLong(made.seed());
      Proposition proposition = made.proposition();
      out.writeBoolean(proposition != null);
      if (proposition != null) {
        id(out, proposition.propositionId());
        text(out, proposition.offer());
        out.writeInt(proposition.version());
        out.writeBoolean(proposition.fallback());
        out.writeBoolean(proposition.consumed());
      }
      out.writeInt(made.heldBack().size());
      for (HeldBack held : made.heldBack()) {
        text(out, held.offer());
        out.writeInt(held.version());
        text(out, held.gate());
        text(out, held.reason());
      }
      return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static void id(DataOutputStream out, UUID id) throws IOException {
    out.writeLong(id.getMostSignificantBits());
    out.writeLong(id.getLeastSignificantBits());
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }
}
