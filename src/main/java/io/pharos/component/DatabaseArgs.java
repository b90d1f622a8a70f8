package io.pharos.component;

import com.pulumi.core.Output;
import io.pharos.config.Role;
import io.pharos.config.Site;
import java.util.Optional;

/**
 * What {@link Database} is built from.
 *
 * @param sourceArn ARN of the active Region's database; present in the standby only; where it is
 *     restored from backups, once the active Region says of which database
 */
public record DatabaseArgs(
    Site site,
    Network network,
    Encryption encryption,
    Configuration configuration,
    Optional<Output<String>> sourceArn) {

  public DatabaseArgs {
    boolean standby = site.role() == Role.STANDBY;
    boolean fits = sourceArn.isPresent() ? standby : !standby || site.restores();
    if (!fits) {
      throw new IllegalArgumentException(
          "a standby's database replicates the active one; the active one has no source");
    }
  }
}
