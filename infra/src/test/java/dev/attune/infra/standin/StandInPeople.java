package dev.attune.infra.standin;

import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.ProfileEvent.IdentityLinked;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.ProfileEvent.TraitsTold;
import dev.attune.contracts.Times;
import dev.attune.contracts.value.Value;
import dev.attune.core.decision.Decided;
import dev.attune.core.decision.Decisions;
import dev.attune.core.decision.Question;
import dev.attune.core.definition.Definitions;
import dev.attune.core.profile.Profile;
import dev.attune.core.profile.ProfileFold;
import dev.attune.core.rule.Rules;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** People in memory, folded and decided for by the real core. Every method takes its turn. */
public final class StandInPeople {

  private static final UUID SOURCE = new UUID(0, 1);

  private final Decisions decisions = new Decisions(new Rules());
  private final Map<Identity, UUID> owners = new HashMap<>();
  private final Map<UUID, Stream> streams = new LinkedHashMap<>();
  private final Map<String, UUID> messages = new HashMap<>();
  private final Map<String, Taken> byRequest = new HashMap<>();
  private final Map<UUID, Taken> byDecision = new HashMap<>();
  private Definitions definitions = Definitions.NONE;
  private long position;

  /** An event with its time and position. */
  public record Entry(ProfileEvent event, Instant occurredAt, long position, long version) {}

  /** A decision, the state before it, and where it is. */
  public record Taken(UUID profile, Profile before, Definitions definitions, Decided decided, long position) {}

  /** A person. */
  public static final class Stream {
    private Profile profile;
    private final List<Entry> entries = new ArrayList<>();

    private Stream(UUID id) {
      profile = Profile.empty(id);
    }

    public Profile profile() {
      return profile;
    }

    public List<Entry> entries() {
      return entries;
    }
  }

  public synchronized void define(Definitions defined) {
    definitions = defined;
  }

  public synchronized Definitions definitions() {
    return definitions;
  }

  public synchronized long position() {
    return position;
  }

  public synchronized Map<UUID, Stream> streams() {
    return new LinkedHashMap<>(streams);
  }

  public synchronized Optional<UUID> owner(String namespace, String value) {
    return Optional.ofNullable(owners.get(new Identity(namespace, value)));
  }

  public synchronized Optional<Taken> decision(UUID id) {
    return Optional.ofNullable(byDecision.get(id));
  }

  /** Empty if the message id was there before. */
  public synchronized Optional<UUID> record(
      String messageId, List<Identity> who, @Nullable String name, @Nullable String session, Instant at,
      Map<String, Value> values) {
    if (messages.containsKey(messageId)) {
      return Optional.empty();
    }
    Times times = new Times(at, null, Instant.now().truncatedTo(ChronoUnit.MICROS), Times.Correction.NONE);
    ProfileEvent event =
        name == null
            ? new TraitsTold(SOURCE, messageId, session, times, who, values, Map.of())
            : new InteractionRecorded(
                SOURCE, messageId, "track", name, session, times, values, who, Map.of(), Map.of());
    Stream stream = stream(who);
    append(stream, event, at);
    messages.put(messageId, stream.profile.id());
    return Optional.of(stream.profile.id());
  }

  public synchronized Taken decide(
      String requestId, List<Identity> who, String placement, @Nullable String session, Map<String, Value> context,
      Instant now) {
    Taken known = byRequest.get(requestId);
    if (known != null) {
      return known;
    }
    Stream stream = stream(who);
    UUID id = UUID.randomUUID();
    Question question =
        new Question(
            id, requestId, who.getFirst(), placement, session, context, now, id.getLeastSignificantBits());
    Profile before = stream.profile;
    Decided decided = decisions.decide(before, definitions, question);
    append(stream, decided.event(), decided.event().decidedAt());
    Taken taken = new Taken(before.id(), before, definitions, decided, position);
    byRequest.put(requestId, taken);
    byDecision.put(id, taken);
    return taken;
  }

  public Decided recompute(Taken taken) {
    DecisionMade made = taken.decided().event();
    return decisions.recompute(taken.before(), taken.definitions(), made);
  }

  private Stream stream(List<Identity> who) {
    UUID owner = null;
    for (Identity identity : who) {
      owner = owner == null ? owners.get(identity) : owner;
    }
    UUID id = owner == null ? UUID.randomUUID() : owner;
    Stream stream = streams.computeIfAbsent(id, Stream::new);
    for (Identity identity : who) {
      if (owners.putIfAbsent(identity, id) == null) {
        byte[] digest = UUID.nameUUIDFromBytes(identity.toString().getBytes(StandardCharsets.UTF_8)).toString()
            .substring(0, 16).getBytes(StandardCharsets.UTF_8);
        append(stream, new IdentityLinked(identity.namespace(), digest, identity.value()), Instant.now());
      }
    }
    return stream;
  }

  private void append(Stream stream, ProfileEvent event, Instant at) {
    position++;
    long version = stream.profile.version() + 1;
    stream.profile = ProfileFold.evolve(stream.profile, event, version, at);
    stream.entries.add(new Entry(event, at, position, version));
  }
}
