package dev.attune.query.audience;

import dev.attune.contracts.value.Value;
import dev.attune.core.audience.Audience;
import dev.attune.query.answer.MinPosition;
import dev.attune.query.answer.PersonValues;
import dev.attune.query.problem.Problem;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.projection.Segment;
import dev.attune.query.view.BsonValues;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Whether people belong to an audience, at one moment. The key is that of the audience. */
public final class AudienceValues implements PersonValues {

  private final LiveProjection audiences;
  private final Census census;

  /**
   * @param audiences the projection
   * @param census has the audiences of each generation, compiled
   */
  public AudienceValues(LiveProjection audiences, Census census) {
    this.audiences = audiences;
    this.census = census;
  }

  @Override
  public Reader of(String key, MinPosition least, Instant now) {
    List<Generation> live = least.awaitAll(audiences);
    Segment segment = audiences.segmentOf(live, Audiences.key(key));
    if (segment == null) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "There is no audience '%s'".formatted(key));
    }
    Generation generation = segment.generation();
    Audience audience = generation == null ? null : census.compiled(generation).get(key);
    if (generation == null || audience == null) {
      throw new Problem(Problem.Kind.CATCHING_UP, "Audience '%s' is being folded; ask again later".formatted(key));
    }
    Map<String, Audience> asked = Map.of(key, audience);
    return ids -> {
      Map<String, Document> found = audiences.find(generation, AudienceView.NAME, ids);
      Map<String, Value> values = HashMap.newHashMap(ids.size());
      for (String id : ids) {
        values.put(id, Value.of(belongs(generation, asked, id, found.get(id), now)));
      }
      return values;
    };
  }

  /** As the document says, unless time alone may have changed that. */
  private boolean belongs(
      Generation generation, Map<String, Audience> asked, String id, @Nullable Document document, Instant now) {
    if (document == null) {
      return false;
    }
    Instant due = BsonValues.instant(document.getLong(AudienceView.DUE));
    if (due == null || due.isAfter(now)) {
      return document.getList(AudienceView.MEMBERS, String.class).containsAll(asked.keySet());
    }
    return census.state(generation, id, document).memberships(asked, now).values().stream().allMatch(one -> one.member());
  }
}
