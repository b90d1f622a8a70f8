package io.pharos.stack;

import com.pulumi.Context;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Settings;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import java.util.Optional;

/**
 * The secondary Region: everything it needs to take over without the primary, and the recovery
 * runtime that does it. Operations run in the Region that they activate.
 */
final class SecondaryStack {
  private SecondaryStack() {}

  static void define(Context context, Settings settings) {
    Site site = new Site(settings, Position.SECONDARY);
    ComponentResourceOptions options = RegionalStack.in(site.region(), settings, "secondary");
    RegionOutputs peer = RegionOutputs.of(new PeerStack(context, "primary"));

    RegionalStack.define(
        context,
        site,
        options,
        new RegionalStack.Links(
            Optional.of(peer.databaseCredentials()),
            peer.source(site),
            Optional.of(peer.keyArn()),
            Optional.of(peer.operations()),
            Optional.of(peer.keyArn()),
            peer.backupVaultLink()));
  }
}
