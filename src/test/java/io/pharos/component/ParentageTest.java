package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.Output;
import com.pulumi.resources.CustomResource;
import com.pulumi.resources.ProviderResource;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestResult;
import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParentageTest {
  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  @Test
  void everyResource_belongsToAComponentAndUsesTheExplicitProvider() {
    Site site = new Site(new ExampleConfiguration().read(), Position.SECONDARY);

    TestResult result =
        aws.run(
            (context, options) -> {
              Region region = new Region(site, options);
              region.compute();
              new ObjectStore(
                  "object-store",
                  new ObjectStoreArgs(
                      site,
                      new Encryption("objects-key", new EncryptionArgs(site), options),
                      Optional.of(Output.of("arn:peer-key"))),
                  options);
            });

    List<String> urns =
        result.resources().stream()
            .filter(CustomResource.class::isInstance)
            .filter(resource -> !(resource instanceof ProviderResource))
            .map(resource -> PulumiTest.extractValue(resource.urn()))
            .toList();
    assertThat(urns).hasSizeGreaterThan(60).allMatch(urn -> urn.contains("$pharos:component:"));
    assertThat(urns).doesNotHaveDuplicates();
    assertThat(aws.providers()).singleElement().asString().contains("pulumi:providers:aws::aws");
    assertThat(aws.calls())
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.provider).contains("pulumi:providers:aws::aws"));
  }
}
