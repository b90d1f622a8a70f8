package io.pharos.component;

import io.pharos.config.ContainerSettings;
import io.pharos.config.Site;
import io.pharos.recovery.contract.LocalParameter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What a new instance runs when it boots. It holds names only: images, settings and secrets are
 * read on the instance, so that a change of them is no change of the launch template.
 */
final class UserData {
  private static final String TEMPLATE = "user-data.sh";
  private final Site site;
  private final String bucket;

  UserData(Site site, String bucket) {
    this.site = site;
    this.bucket = bucket;
  }

  /** The script, as EC2 takes it. */
  String base64() {
    return Base64.getEncoder().encodeToString(script().getBytes(StandardCharsets.UTF_8));
  }

  String script() {
    return template()
        .replace("@@REGION@@", site.region())
        .replace("@@PARAMETERS@@", site.names().parameters())
        .replace("@@SECRET@@", site.names().databaseSecret())
        .replace("@@LOG_GROUP@@", Ec2Compute.logGroup(site))
        .replace("@@BUCKET@@", bucket)
        .replace("@@PLACE@@", LocalParameter.PLACE)
        .replace("@@CONTAINERS@@", containers());
  }

  private String containers() {
    return site.settings().compute().containers().stream()
        .map(UserData::start)
        .collect(Collectors.joining("\n"));
  }

  private static String start(ContainerSettings container) {
    OptionalInt port = container.port();
    if (port.isEmpty()) {
      return "start " + container.name();
    }
    int inside = container.containerPort().orElse(port.getAsInt());
    return "start " + container.name() + " -p " + port.getAsInt() + ":" + inside;
  }

  private static String template() {
    try (InputStream in = UserData.class.getResourceAsStream(TEMPLATE)) {
      if (in == null) {
        throw new IllegalStateException(TEMPLATE + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
