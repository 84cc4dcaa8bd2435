package dev.attune.command.profile.snapshot;

import dev.attune.core.profile.Profile;
import dev.attune.core.profile.Profile.LinkedIdentity;
import dev.attune.core.profile.Profile.Trait;
import dev.attune.core.profile.ProfileFold;
import dev.attune.core.profile.Recent;
import dev.attune.core.session.CurrentSession;
import dev.attune.core.session.SessionLedger;
import dev.attune.core.session.SessionLedger.Shown;
import dev.attune.core.state.StateIn;
import dev.attune.core.state.StateOut;
import dev.attune.core.state.StateShape;
import dev.attune.core.state.ValueBytes;
import dev.attune.eventstore.stream.SnapshotCodec;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

/** A person's profile as bytes. */
public final class ProfileSnapshotCodec implements SnapshotCodec<Profile> {

  /** Raised whenever the bytes are written in another way while the records stay as they are. */
  private static final int BYTES = 1;

  private static final String REVISION =
      "fold %d, bytes %d, shape %s".formatted(ProfileFold.REVISION, BYTES, StateShape.hash(Profile.class));

  @Override
  public String revision() {
    return REVISION;
  }

  @Override
  public byte[] encode(Profile profile) {
    StateOut out = new StateOut();
    out.whole(profile.version());
    out.map(
        profile.identities(),
        identity -> {
          out.text(identity.namespace());
          out.text(identity.value());
        });
    out.map(
        profile.traits(),
        trait -> {
          ValueBytes.write(trait.value(), out);
          out.time(trait.at());
        });
    out.map(profile.counts(), out::whole);
    out.map(profile.spent(), out::decimal);
    out.optional(profile.firstSeen(), out::time);
    out.optional(profile.lastSeen(), out::time);
    out.all(profile.products(), recent -> write(recent, out));
    out.all(profile.categories(), recent -> write(recent, out));
    out.optional(profile.lastActivity(), out::time);
    out.optional(
        profile.session(),
        session -> {
          out.text(session.id());
          out.flag(session.derived());
          out.time(session.lastActivity());
        });
    out.map(
        profile.ledger(),
        ledger ->
            out.all(
                ledger.shown(),
                shown -> {
                  out.word(shown.placement());
                  out.word(shown.offer());
                }));
    out.all(profile.samePersons(), out::id);
    return out.toBytes();
  }

  @Override
  public Profile decode(UUID stream, byte[] bytes) {
    StateIn in = new StateIn(bytes);
    Profile profile =
        new Profile(
            stream,
            in.whole(),
            sorted(in, () -> new LinkedIdentity(in.text(), in.text())),
            sorted(in, () -> new Trait(ValueBytes.read(in), in.time())),
            sorted(in, in::whole),
            sorted(in, in::decimal),
            in.optional(in::time),
            in.optional(in::time),
            in.list(() -> new Recent(in.text(), in.time())),
            in.list(() -> new Recent(in.text(), in.time())),
            in.optional(in::time),
            in.optional(() -> new CurrentSession(in.text(), in.flag(), in.time())),
            sorted(in, () -> new SessionLedger(in.list(() -> new Shown(in.word(), in.word())))),
            Collections.unmodifiableSet(new TreeSet<>(in.list(in::id))));
    in.end();
    return profile;
  }

  private static void write(Recent recent, StateOut out) {
    out.text(recent.id());
    out.time(recent.at());
  }

  private static <V> Map<String, V> sorted(StateIn in, Supplier<V> read) {
    return Collections.unmodifiableMap(in.map(new TreeMap<>(), read));
  }
}
