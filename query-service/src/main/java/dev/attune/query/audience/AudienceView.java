package dev.attune.query.audience;

import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.core.audience.Audience;
import dev.attune.core.audience.Membership;
import dev.attune.core.match.ByName;
import dev.attune.core.metric.Metric;
import dev.attune.query.metric.PersonMetrics;
import dev.attune.query.profile.ProfileState;
import dev.attune.query.profile.ProfileView;
import dev.attune.query.projection.Chunk;
import dev.attune.query.projection.HistoryAccess;
import dev.attune.query.projection.Recorded;
import dev.attune.query.projection.View;
import dev.attune.query.view.BsonValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One document per person: what the rules may ask about, folded as the profile is, and what they say as of the last event.
 * It is evaluated once a batch, when the document is written.
 */
final class AudienceView implements View<AudienceState> {

  static final String NAME = "audience";

  /** Keys of the audiences that the person belongs to as of {@link #RECORDED}. */
  static final String MEMBERS = "members";

  /** When the first of them may change by time alone; microseconds since 1970, null: never. */
  static final String DUE = "due";

  static final String RECORDED = "recorded";

  private final Map<String, Audience> audiences;
  private final ByName<Metric> metrics;
  private final ProfileView profiles;

  /**
   * @param audiences by key
   * @param profiles folds what is known of the person
   */
  AudienceView(Map<String, Audience> audiences, ProfileView profiles) {
    this.audiences = audiences;
    this.profiles = profiles;
    Map<String, Metric> used = new TreeMap<>();
    audiences.values().forEach(audience -> used.putAll(audience.metrics()));
    metrics = ByName.of(List.copyOf(used.values()), metric -> List.of(metric.matcher()));
  }

  Map<String, Audience> audiences() {
    return audiences;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Kind kind() {
    return Kind.KEYED;
  }

  @Override
  public List<String> ids(Recorded event) {
    return audiences.isEmpty() ? List.of() : profiles.ids(event);
  }

  @Override
  public boolean begins(Recorded event) {
    return profiles.begins(event);
  }

  @Override
  public AudienceState empty(String id) {
    return new AudienceState(profiles.empty(id), PersonMetrics.NONE, Instant.EPOCH);
  }

  @Override
  public AudienceState evolve(AudienceState state, Recorded event) {
    return next(state, profiles.evolve(state.profile(), event), event);
  }

  @Override
  public AudienceState refold(String id, AudienceState state, Recorded event, HistoryAccess history) {
    return next(state, profiles.refold(id, state.profile(), event, history), event);
  }

  private AudienceState next(AudienceState state, ProfileState profile, Recorded event) {
    Instant recorded = event.envelope().recordedAt();
    return new AudienceState(
        profile,
        event.event() instanceof InteractionRecorded interaction
            ? state.metrics().after(metrics, interaction, event.envelope())
            : state.metrics(),
        recorded.isAfter(state.recorded()) ? recorded : state.recorded());
  }

  @Override
  public Document document(AudienceState state) {
    Document document = profiles.document(state.profile());
    document.putAll(state.metrics().document());
    Map<String, Membership> memberships = state.memberships(audiences, state.recorded());
    List<Document> untils = new ArrayList<>();
    memberships.forEach((key, membership) -> {
      if (membership.until() != null) {
        untils.add(new Document("key", key).append("until", BsonValues.micros(membership.until())));
      }
    });
    return document
        .append(RECORDED, BsonValues.micros(state.recorded()))
        .append(MEMBERS, members(memberships))
        .append("untils", untils)
        .append(DUE, BsonValues.micros(due(memberships)));
  }

  @Override
  public AudienceState state(String id, Document document) {
    Instant recorded = BsonValues.instant(document.getLong(RECORDED));
    return new AudienceState(
        profiles.state(id, document), PersonMetrics.of(document), recorded == null ? Instant.EPOCH : recorded);
  }

  @Override
  public List<Chunk> chunks(AudienceState state) {
    return profiles.chunks(state.profile());
  }

  @Override
  public AudienceState settled(AudienceState state) {
    return new AudienceState(profiles.settled(state.profile()), state.metrics(), state.recorded());
  }

  @Override
  public int weight(AudienceState state) {
    return profiles.weight(state.profile()) + 128 * state.metrics().states().size() + state.metrics().bytes();
  }

  /** The audiences that a person belongs to. */
  static List<String> members(Map<String, Membership> memberships) {
    return memberships.entrySet().stream().filter(one -> one.getValue().member()).map(Map.Entry::getKey).toList();
  }

  /** When the first of them may change by time alone; null: never. */
  static @Nullable Instant due(Map<String, Membership> memberships) {
    return memberships.values().stream()
        .map(Membership::until)
        .filter(Objects::nonNull)
        .min(Instant::compareTo)
        .orElse(null);
  }
}
