package dev.attune.infra.bench.views;

import com.mongodb.ReadConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.bson.Document;
import org.bson.json.JsonWriterSettings;

/**
 * The rival for reading, in a JVM of its own: the same HTTP server (Tomcat, a virtual thread for each request) in front of
 * the driver. {@code GET /<id>} gives the profile's document as it is stored, as JSON.
 */
final class BareHttp {

  private BareHttp() {}

  /**
   * Prints its port, and serves until its standard input ends.
   *
   * @param arguments the view store, the collection, and a folder for Tomcat
   */
  public static void main(String[] arguments) throws IOException, LifecycleException {
    try (MongoClient client = MongoClients.create(arguments[0])) {
      MongoCollection<Document> profiles =
          client.getDatabase("attune").getCollection(arguments[1]).withReadConcern(ReadConcern.MAJORITY);
      Tomcat tomcat = new Tomcat();
      tomcat.setBaseDir(Files.createDirectories(Path.of(arguments[2])).toString());
      tomcat.setHostname("127.0.0.1");
      tomcat.setPort(0);
      tomcat.getConnector().setProperty("address", "127.0.0.1");
      tomcat.getConnector().getProtocolHandler().setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      Context context = tomcat.addContext("", null);
      Tomcat.addServlet(context, "read", new Reading(profiles));
      context.addServletMappingDecoded("/*", "read");
      tomcat.start();
      System.out.println(tomcat.getConnector().getLocalPort());
      while (System.in.read() >= 0) {
        // until the benchmark ends
      }
      tomcat.stop();
    }
  }

  /** One read for each request. */
  private static final class Reading extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient MongoCollection<Document> profiles;

    Reading(MongoCollection<Document> profiles) {
      this.profiles = profiles;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
      Document found = profiles.find(new Document("_id", request.getPathInfo().substring(1))).first();
      if (found == null) {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
        return;
      }
      byte[] body = found.toJson(JsonWriterSettings.builder().build()).getBytes(StandardCharsets.UTF_8);
      response.setContentType("application/json");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }
}
