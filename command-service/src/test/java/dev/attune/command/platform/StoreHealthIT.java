package dev.attune.command.platform;

import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

class StoreHealthIT {

  @Test
  void the_store_is_down_once_its_appender_has_ended() {
    try (TestDatabase database = TestDatabase.create()) {
      PostgresAppender appender =
          new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal());
      StoreHealth health = new StoreHealth(database.pool(), appender::isRunning);
      assertThat(health.health().getStatus()).isEqualTo(Status.UP);

      appender.close();

      assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
      assertThat(health.health().getDetails().get("reason")).asString().contains("appender");
    }
  }
}
