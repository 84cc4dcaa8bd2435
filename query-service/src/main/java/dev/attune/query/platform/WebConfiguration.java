package dev.attune.query.platform;

import dev.attune.query.projection.Precedence;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import tools.jackson.databind.json.JsonMapper;

/** What stands before the endpoints: the keys, and OpenAPI. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

  private static final String QUERIES = "/v1/*";

  @Bean
  FilterRegistrationBean<KeyFilter> keys(Settings settings, JsonMapper json) {
    FilterRegistrationBean<KeyFilter> filter =
        new FilterRegistrationBean<>(new KeyFilter(settings.readKey(), settings.operatorKey(), json));
    filter.addUrlPatterns(QUERIES);
    filter.setOrder(Ordered.LOWEST_PRECEDENCE - 1);
    return filter;
  }

  /** After the keys: who is refused asks nothing. */
  @Bean
  FilterRegistrationBean<PrecedenceFilter> precedenceOfRequests(Precedence precedence) {
    FilterRegistrationBean<PrecedenceFilter> filter = new FilterRegistrationBean<>(new PrecedenceFilter(precedence));
    filter.addUrlPatterns(QUERIES);
    return filter;
  }

  /** Segment's Profile API has the key as user name of HTTP Basic. */
  @Bean
  FilterRegistrationBean<BasicKeyFilter> basicKey() {
    FilterRegistrationBean<BasicKeyFilter> filter = new FilterRegistrationBean<>(new BasicKeyFilter());
    filter.addUrlPatterns("/v1/spaces/*");
    filter.setOrder(Ordered.LOWEST_PRECEDENCE - 2);
    return filter;
  }

  /** An identity's value may hold a slash: %2F reaches the endpoint. */
  @Bean
  TomcatConnectorCustomizer slashesInPaths() {
    return connector -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
  }

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Attune, query side")
                .version("v1")
                .description(
                    "What is known of people, and why they were shown what they were. Errors are RFC 9457 problem"
                        + " details.")
                .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0.txt")))
        .addSecurityItem(new SecurityRequirement().addList("readKey"))
        .components(
            new Components()
                .addSecuritySchemes(
                    "readKey",
                    new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer").description("ATTUNE_READ_KEY"))
                .addSecuritySchemes(
                    "operatorKey",
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("ATTUNE_OPERATOR_KEY: what changes projections")));
  }
}
