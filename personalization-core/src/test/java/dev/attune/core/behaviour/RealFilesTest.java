package dev.attune.core.behaviour;

import dev.attune.contracts.value.Value;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The behaviour of real people against plain sums over the files, in the order of the file and in disorder. */
class RealFilesTest {

  private static final UUID SOURCE = new UUID(0, 1);

  @Test
  void recency_frequency_and_monetary_value_of_all_customers_of_cdnow() throws Exception {
    LocalDate end = LocalDate.of(1998, 6, 30);
    Map<String, Customer> customers = new TreeMap<>();
    Map<String, List<Happening>> happenings = new TreeMap<>();
    List<String> lines = Files.readAllLines(RealData.file("cdnow/CDNOW_master.txt"));
    for (int number = 1; number < lines.size(); number++) {
      String[] row = lines.get(number).strip().split("\\s+");
      LocalDate day = LocalDate.parse(row[1], DateTimeFormatter.BASIC_ISO_DATE);
      customers.computeIfAbsent(row[0], id -> new Customer()).bought(day, row[3]);
      Map<String, Value> properties =
          Map.of("revenue", Value.of(new BigDecimal(row[3])), "currency", Value.of("USD"));
      happenings
          .computeIfAbsent(row[0], id -> new ArrayList<>())
          .add(happening(day.atStartOfDay().toInstant(ZoneOffset.UTC), "line-" + number, null, "purchase", properties));
    }
    assertThat(customers).hasSize(23_570);

    Random random = new Random(1);
    long purchases = 0;
    for (Map.Entry<String, List<Happening>> person : happenings.entrySet()) {
      Customer customer = customers.get(person.getKey());
      Purchases told = delivered(person.getValue(), random).purchases();

      assertThat(told.count()).as(person.getKey()).isEqualTo(customer.purchases);
      assertThat(told.repeatDays()).as(person.getKey()).isEqualTo(customer.days.size() - 1);
      assertThat(told.spent()).as(person.getKey()).isEqualTo(Map.of("USD", customer.cents()));
      assertThat(told.lastDay()).as(person.getKey()).isEqualTo(customer.last);
      assertThat(ChronoUnit.DAYS.between(told.last(), end.atStartOfDay().toInstant(ZoneOffset.UTC)))
          .as("recency of %s in days", person.getKey())
          .isEqualTo(end.toEpochDay() - customer.last.toEpochDay());
      assertThat(ChronoUnit.DAYS.between(told.first(), told.last()))
          .as(person.getKey())
          .isEqualTo(customer.last.toEpochDay() - customer.first.toEpochDay());
      purchases += told.count();
    }
    assertThat(purchases).isEqualTo(69_659);
  }

  @Test
  void the_sessions_of_all_visitors_of_rees46() throws Exception {
    Map<String, List<Happening>> happenings = new HashMap<>();
    Set<String> ids = new HashSet<>();
    Set<String> sessionsOfUsers = new HashSet<>();
    List<String> lines = Files.readAllLines(RealData.file("rees46/2019-Oct-first-hours.csv"));
    // the last row is cut off; equal rows are one
    for (String line : new LinkedHashSet<>(lines.subList(1, lines.size() - 1))) {
      String[] row = line.split(",", -1);
      Instant at = LocalDate.parse(row[0].substring(0, 10)).atTime(java.time.LocalTime.parse(row[0].substring(11, 19)))
          .toInstant(ZoneOffset.UTC);
      ids.add(row[8]);
      sessionsOfUsers.add(row[7] + "/" + row[8]);
      happenings
          .computeIfAbsent(row[7], id -> new ArrayList<>())
          .add(happening(at, line, row[8], row[1], Map.of("category", Value.of(row[4]), "brand", Value.of(row[5]))));
    }
    assertThat(ids).hasSize(5_066);
    assertThat(sessionsOfUsers).hasSize(5_067);
    assertThat(happenings).hasSize(4_504);

    Random random = new Random(2);
    long sessions = 0;
    long interactions = 0;
    for (List<Happening> person : happenings.values()) {
      Behaviour behaviour = delivered(person, random);
      sessions += behaviour.sessions().totals().sessions();
      interactions += behaviour.sessions().totals().interactions();
      assertThat(behaviour.interactions()).isEqualTo(person.size());
    }
    assertThat(sessions).isEqualTo(5_067);
    assertThat(interactions).isEqualTo(17_429);
  }

  private static Happening happening(
      Instant at, String messageId, String session, String name, Map<String, Value> properties) {
    return new Happening(new OrderKey(at, messageId, SOURCE), session, Map.of(), name, properties);
  }

  /** One by one in the order of the file, and the same in disorder. */
  private static Behaviour delivered(List<Happening> person, Random random) {
    Person inOrder = new Person(64);
    person.forEach(one -> inOrder.arrive(List.of(one)));
    List<Happening> shuffled = new ArrayList<>(person);
    Collections.shuffle(shuffled, random);
    Person late = new Person(4);
    shuffled.forEach(one -> late.arrive(List.of(one)));
    assertThat(late.behaviour()).isEqualTo(inOrder.behaviour());
    return inOrder.behaviour();
  }

  private static final class Customer {
    private final Set<LocalDate> days = new HashSet<>();
    private LocalDate first = LocalDate.MAX;
    private LocalDate last = LocalDate.MIN;
    private long purchases;
    private long cents;

    private void bought(LocalDate day, String dollars) {
      purchases++;
      days.add(day);
      first = day.isBefore(first) ? day : first;
      last = day.isAfter(last) ? day : last;
      String[] parts = dollars.split("\\.");
      cents += Long.parseLong(parts[0]) * 100 + Long.parseLong(parts[1]);
    }

    private BigDecimal cents() {
      return BigDecimal.valueOf(cents, 2);
    }
  }
}
