package dev.attune.command.platform;

import dev.attune.command.platform.json.ValueModule;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.json.JsonMapper;

/** What stands before the endpoints: who may call from a browser, the administrator's key, JSON, OpenAPI. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

  /** Paths that browsers call. */
  private static final List<String> FROM_BROWSERS =
      List.of(
          "/v1/track/**", "/v1/identify/**", "/v1/page/**", "/v1/screen/**", "/v1/group/**", "/v1/alias/**",
          "/v1/batch/**", "/v1/import/**", "/v1/b/**", "/v1/t/**", "/v1/i/**", "/v1/p/**", "/v1/s/**", "/v1/g/**",
          "/v1/a/**", "/v1/m/**", "/v1/projects/**", "/v1/interactions/**", "/v1/decisions/**");

  @Bean
  JacksonModule values() {
    return new ValueModule();
  }

  @Bean
  FilterRegistrationBean<CorsFilter> cors() {
    CorsConfiguration anySite = new CorsConfiguration();
    anySite.setAllowedOriginPatterns(List.of("*"));
    anySite.setAllowCredentials(true);
    anySite.setAllowedMethods(List.of("GET", "POST", "OPTIONS"));
    anySite.setAllowedHeaders(List.of("*"));
    anySite.setExposedHeaders(List.of("Attune-Position", "Retry-After", "X-RateLimit-Reset"));
    anySite.setMaxAge(Duration.ofHours(1));
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    FROM_BROWSERS.forEach(path -> source.registerCorsConfiguration(path, anySite));
    FilterRegistrationBean<CorsFilter> filter = new FilterRegistrationBean<>(new CorsFilter(source));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }

  @Bean
  FilterRegistrationBean<AdminKeyFilter> adminKey(Settings settings, JsonMapper json) {
    FilterRegistrationBean<AdminKeyFilter> filter =
        new FilterRegistrationBean<>(new AdminKeyFilter(settings.adminKey(), json));
    filter.addUrlPatterns("/v1/*");
    return filter;
  }

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Attune, command side")
                .version("v1")
                .description("Takes in what people do and decides what they see. Errors are RFC 9457 problem details.")
                .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0.txt")))
        .components(
            new Components()
                .addSecuritySchemes(
                    "writeKey",
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("basic")
                        .description("A source's write key as user name; or in the body's writeKey, or in X-Write-Key"))
                .addSecuritySchemes(
                    "adminKey",
                    new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer").description("ATTUNE_ADMIN_KEY")));
  }
}
