package dev.attune.infra.torture.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts all and keeps the first of each kind, which is named before the colon. Not thread-safe. */
final class Complaints {

  private static final int KEPT = 5;

  private final Map<String, List<String>> kept = new LinkedHashMap<>();
  private final Map<String, Integer> more = new LinkedHashMap<>();

  void add(String what, Object... args) {
    String complaint = what.formatted(args);
    String kind = complaint.substring(0, complaint.indexOf(':'));
    List<String> same = kept.computeIfAbsent(kind, fresh -> new ArrayList<>());
    if (same.size() < KEPT) {
      same.add(complaint);
    } else {
      more.merge(kind, 1, Integer::sum);
    }
  }

  void addAll(List<String> others) {
    others.forEach(other -> add("%s", other));
  }

  /** Of each kind some, and how many more there are. */
  List<String> all() {
    List<String> all = new ArrayList<>();
    kept.values().forEach(all::addAll);
    more.forEach((kind, count) -> all.add(kind + ": " + count + " more"));
    return all;
  }
}
