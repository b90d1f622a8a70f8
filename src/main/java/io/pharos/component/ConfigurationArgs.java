package io.pharos.component;

import com.pulumi.core.Output;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import java.util.Optional;

/**
 * What {@link Configuration} is built from.
 *
 * @param databaseCredentials the credentials that the primary stack made; empty there
 */
public record ConfigurationArgs(
    Site site, Encryption encryption, Optional<Output<String>> databaseCredentials) {

  public ConfigurationArgs {
    if (databaseCredentials.isPresent() == (site.position() == Position.PRIMARY)) {
      throw new IllegalArgumentException(
          "the primary stack makes the database's credentials, every other one is given them");
    }
  }
}
