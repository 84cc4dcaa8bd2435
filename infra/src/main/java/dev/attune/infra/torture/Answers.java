package dev.attune.infra.torture;

import dev.attune.infra.torture.PatientClient.Acknowledged;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The answers that decisions got, as the sender wrote them down. Thread-safe. */
final class Answers {

  private final Map<String, byte[]> bodies = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();
  private long position;
  private int repeats;

  synchronized void write(Ask ask, Acknowledged answer) {
    position = Math.max(position, answer.position());
    byte[] before = bodies.putIfAbsent(ask.requestId(), answer.body());
    if (before != null) {
      repeats++;
      if (!Arrays.equals(before, answer.body())) {
        complaints.add("request %s was answered with other bytes the second time".formatted(ask.requestId()));
      }
    }
  }

  /** The highest position that any answer named. */
  synchronized long position() {
    return position;
  }

  /** How many answers came to a request that had one. */
  synchronized int repeats() {
    return repeats;
  }

  /** Repeated requests that got other bytes. */
  synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** By request id. */
  synchronized Map<String, Given> given() {
    Map<String, Given> given = new HashMap<>();
    bodies.forEach((request, body) -> given.put(request, Given.answered(body)));
    return given;
  }
}
