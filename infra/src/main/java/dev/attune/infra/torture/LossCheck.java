package dev.attune.infra.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what was acknowledged with what is there. Pure. */
final class LossCheck {

  private LossCheck() {}

  /**
   * Everything that is wrong, for people; empty if nothing is.
   *
   * @param book by person and message id
   * @param seen by person
   * @param totals over all people, by interaction, of the names that the book knows
   */
  static List<String> complaints(
      Map<Person, Map<String, Message>> book, Map<Person, Seen> seen, Map<String, Long> totals) {
    List<String> complaints = new ArrayList<>();
    Map<String, Long> sums = new TreeMap<>();
    book.forEach((person, messages) -> {
      Seen there = seen.getOrDefault(person, Seen.NOBODY);
      ids(person, messages, there, complaints);
      Map<String, Long> counts =
          messages.values().stream().collect(Collectors.groupingBy(Message::name, TreeMap::new, Collectors.counting()));
      if (!counts.equals(new TreeMap<>(there.counts()))) {
        complaints.add("%s: the profile counts %s instead of %s".formatted(person, there.counts(), counts));
      }
      counts.forEach((name, count) -> sums.merge(name, count, Long::sum));
    });
    if (!sums.equals(new TreeMap<>(totals))) {
      complaints.add("the totals are %s instead of %s".formatted(totals, sums));
    }
    return complaints;
  }

  private static void ids(Person person, Map<String, Message> messages, Seen there, List<String> complaints) {
    Map<String, Long> found =
        there.messageIds().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    for (String id : messages.keySet()) {
      long times = found.getOrDefault(id, 0L);
      if (times == 0) {
        complaints.add("%s: message %s was acknowledged and is lost".formatted(person, id));
      } else if (times > 1) {
        complaints.add("%s: message %s stands %d times on the timeline".formatted(person, id, times));
      }
    }
    for (String id : found.keySet()) {
      if (!messages.containsKey(id)) {
        complaints.add("%s: message %s is on the timeline and was never acknowledged".formatted(person, id));
      }
    }
  }
}
