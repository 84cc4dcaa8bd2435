package dev.attune.infra.shop;

import dev.attune.infra.client.Access;
import dev.attune.infra.client.QueryApi;
import dev.attune.infra.terminal.Terminal;
import java.nio.file.Path;

/** Three commands to go on with, with ids that exist. */
final class NextScreen implements Screen {

  private final Access access;
  private final Path keyFile;
  private final Shown shown;

  NextScreen(Access access, Path keyFile, Shown shown) {
    this.access = access;
    this.keyFile = keyFile;
    this.shown = shown;
  }

  @Override
  public boolean show(Terminal terminal) {
    String profile = shown.decisions().getFirst().path("profile").asString("");
    String decision = shown.decisions().getLast().path("decisionId").asString("");
    terminal.heading("Try it yourself");
    terminal.line("  KEY=$(sed -n 's/^ATTUNE_READ_KEY=//p' " + shortest() + ")");
    terminal.line("  curl -sH \"Authorization: Bearer $KEY\" " + access.queries()
        + QueryApi.profilePath("user", shown.visit().shopper().userId()));
    terminal.line("  curl -sH \"Authorization: Bearer $KEY\" " + access.queries() + "/v1/decisions/" + decision
        + "/explanation");
    terminal.line("  curl -sH \"Authorization: Bearer $KEY\" '" + access.queries() + "/v1/profiles/" + profile
        + "/timeline?limit=5'");
    terminal.line();
    terminal.line("  Everything goes on running; ./attune stop ends it. Another ./attune demo brings more traffic.");
    return true;
  }

  private String shortest() {
    Path here = Path.of("").toAbsolutePath();
    return (keyFile.startsWith(here) ? here.relativize(keyFile) : keyFile).toString();
  }
}
