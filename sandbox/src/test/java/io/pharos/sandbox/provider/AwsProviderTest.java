package io.pharos.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Server;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pulumirpc.Provider.CheckFailure;
import pulumirpc.Provider.CreateResponse;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.DiffResponse.DiffChanges;
import pulumirpc.Provider.PropertyDiff;
import pulumirpc.Provider.ReadResponse;

class AwsProviderTest {
  private static final String DATABASE = "aws:rds/instance:Instance";
  private static final String TOPIC = "aws:sns/topic:Topic";
  private static final String PASSWORD = "correct-horse-battery";
  private static final String URN = ProviderClient.urn(DATABASE, "database-1");
  private static final String TOPIC_URN = ProviderClient.urn(TOPIC, "alerts");

  private final World world = TinyCloud.world();
  private Server server;
  private ProviderClient provider;

  @BeforeEach
  void serve() {
    server =
        new AwsProvider(world, TypeTable.load("/io/pharos/sandbox/provider/test-types.json"))
            .serve(0);
    provider =
        new ProviderClient(
            server,
            Map.of("region", "eu-west-1", "defaultTags", "{\"tags\":{\"pharos:app\":\"shop\"}}"));
  }

  @AfterEach
  void stop() {
    provider.close();
    server.shutdownNow();
  }

  @Test
  void check_fills_in_defaults_and_default_tags() {
    Map<String, Object> inputs =
        provider.checked(
            URN,
            Map.of(
                "engine", "mysql",
                "monitoring", Map.of("roleArn", "arn:aws:iam::1:role/m"),
                "tags", Map.of("own", "tag")));

    assertThat(inputs)
        .containsEntry("skipFinalSnapshot", false)
        .containsEntry("monitoring", Map.of("interval", 60, "roleArn", "arn:aws:iam::1:role/m"))
        .containsEntry("tags", Map.of("own", "tag", "pharos:app", "shop"));
  }

  @Test
  void check_names_every_property_that_it_does_not_accept() {
    assertThat(
            provider
                .check(
                    URN,
                    Map.of(
                        "enginee", "mysql",
                        "arn", "mine",
                        "multiAz", "yes",
                        "monitoring", Map.of("intervall", 5),
                        "vpcSecurityGroupIds", List.of("sg-1", 2)))
                .getFailuresList())
        .extracting(CheckFailure::getProperty)
        .containsExactlyInAnyOrder(
            "engine",
            "enginee",
            "arn",
            "multiAz",
            "monitoring.intervall",
            "monitoring.roleArn",
            "vpcSecurityGroupIds[1]");
  }

  @Test
  void check_keeps_secrets_and_accepts_what_a_preview_does_not_know() {
    Map<String, Object> inputs =
        provider.checked(
            URN, Map.of("engine", Wire.UNKNOWN, "password", new Wire.Secret(PASSWORD)));

    assertThat(inputs)
        .containsEntry("password", new Wire.Secret(PASSWORD))
        .containsEntry("engine", Wire.UNKNOWN);
  }

  @Test
  void check_invents_the_same_name_every_time() {
    Object name = provider.checked(TOPIC_URN, Map.of()).get("name");

    assertThat(name.toString()).matches("alerts-[0-9a-f]{7}");
    assertThat(provider.checked(TOPIC_URN, Map.of())).containsEntry("name", name);
  }

  @Test
  void type_that_is_not_in_the_table_is_refused() {
    assertThatThrownBy(() -> provider.check(ProviderClient.urn("aws:a/b:B", "x"), Map.of()))
        .hasMessageContaining("the sandbox does not know type aws:a/b:B");
  }

  @Test
  void type_without_behaviour_is_refused() {
    assertThatThrownBy(
            () -> provider.create(ProviderClient.urn("aws:sqs/queue:Queue", "x"), Map.of()))
        .hasMessageContaining("the sandbox does not simulate aws:sqs/queue:Queue");
  }

  @Test
  void preview_of_a_creation_knows_the_inputs_only() {
    Map<String, Object> planned =
        provider.previewed(URN, Map.of("engine", "mysql", "tags", Map.of("a", "b")));

    assertThat(planned)
        .containsEntry("engine", "mysql")
        .containsEntry("arn", Wire.UNKNOWN)
        .containsEntry("allocatedStorage", Wire.UNKNOWN)
        .containsEntry("tagsAll", Map.of("a", "b"))
        .doesNotContainKeys("monitoring");
    assertThat(world.account().all()).isEmpty();
  }

  @Test
  void created_resource_is_in_the_account_and_what_aws_decided_in_the_outputs() {
    CreateResponse created = provider.create(URN, database());

    assertThat(world.account().find(DATABASE, "eu-west-1", created.getId())).isPresent();
    assertThat(Wire.decode(created.getProperties()))
        .containsEntry("allocatedStorage", 20)
        .containsEntry("tagsAll", Map.of("a", "b"))
        .containsEntry("address", "shop-1.eu-west-1.rds.amazonaws.com");
  }

  @Test
  void no_output_shows_a_secret_not_even_a_derived_one() {
    CreateResponse created = provider.create(URN, database());

    Map<String, Object> outputs = Wire.decode(created.getProperties());
    assertThat(outputs.get("password")).isEqualTo(new Wire.Secret(PASSWORD));
    assertThat(outputs.get("connection"))
        .isEqualTo(new Wire.Secret("mysql://app:" + PASSWORD + "@db:3306"));

    Map<String, Object> inputs = new LinkedHashMap<>(database());
    inputs.put("tags", new Wire.Secret(Map.of("token", "open-sesame")));
    assertThat(
            Wire.decode(provider.create(ProviderClient.urn(DATABASE, "b"), inputs).getProperties()))
        .containsEntry("tagsAll", new Wire.Secret(Map.of("token", "open-sesame")));
  }

  @Test
  void refusal_reads_like_the_real_providers_and_shows_no_secret() {
    Map<String, Object> inputs = new LinkedHashMap<>(database());
    inputs.put("allocatedStorage", 1);

    assertThatThrownBy(() -> provider.create(URN, inputs))
        .hasMessageContaining(
            "creating RDS DB Instance (shop-1): operation error RDS: CreateDBInstance, https"
                + " response error StatusCode: 400, RequestID: sandbox, api error"
                + " InvalidParameterCombination: Invalid storage size for password [secret]");
    assertThat(world.account().all()).isEmpty();
  }

  @Test
  void unchanged_inputs_are_no_difference() {
    CreateResponse created = provider.create(URN, database());

    assertThat(provider.diff(URN, created.getProperties(), database(), database()).getChanges())
        .isEqualTo(DiffChanges.DIFF_NONE);
  }

  @Test
  void changes_say_what_they_are_and_whether_they_replace() {
    CreateResponse created = provider.create(URN, database());
    Map<String, Object> news = new LinkedHashMap<>(database());
    news.put("engine", "postgres");
    news.put("tags", Map.of("a", "c", "d", "e"));

    DiffResponse diff = provider.diff(URN, created.getProperties(), database(), news);

    assertThat(diff.getReplacesList()).containsExactly("engine");
    assertThat(diff.getDeleteBeforeReplace()).isTrue();
    assertThat(kinds(diff))
        .containsOnly(
            Map.entry("engine", PropertyDiff.Kind.UPDATE_REPLACE),
            Map.entry("tags.a", PropertyDiff.Kind.UPDATE),
            Map.entry("tags.d", PropertyDiff.Kind.ADD));
  }

  @Test
  void order_of_a_set_says_nothing() {
    Map<String, Object> olds = with(database(), "vpcSecurityGroupIds", List.of("sg-1", "sg-2"));
    Map<String, Object> news = with(database(), "vpcSecurityGroupIds", List.of("sg-2", "sg-1"));
    CreateResponse created = provider.create(URN, olds);

    assertThat(provider.diff(URN, created.getProperties(), olds, news).getChanges())
        .isEqualTo(DiffChanges.DIFF_NONE);
  }

  @Test
  void value_that_a_preview_does_not_know_is_a_difference() {
    CreateResponse created = provider.create(URN, database());

    assertThat(
            kinds(
                provider.diff(
                    URN,
                    created.getProperties(),
                    database(),
                    with(database(), "multiAz", Wire.UNKNOWN))))
        .containsOnlyKeys("multiAz");
  }

  @Test
  void removal_is_a_difference_unless_aws_chooses_the_value() {
    Map<String, Object> olds = with(database(), "allocatedStorage", 50);
    CreateResponse created = provider.create(URN, olds);
    Map<String, Object> news = new LinkedHashMap<>(olds);
    news.remove("allocatedStorage");
    news.remove("tags");

    assertThat(kinds(provider.diff(URN, created.getProperties(), olds, news)))
        .containsOnly(Map.entry("tags", PropertyDiff.Kind.DELETE));
  }

  @Test
  void drift_shows_after_a_refresh_and_ignored_drift_does_not() {
    CreateResponse created = provider.create(URN, database());
    Resource database = world.account().find(DATABASE, "eu-west-1", created.getId()).orElseThrow();
    database.set("tags", Map.of("a", "b", "by", "hand")).set("engine", "mariadb");

    ReadResponse read = provider.refresh(URN, created.getId(), created.getProperties(), database());

    Map<String, Object> inputs = Wire.decode(read.getInputs());
    assertThat(inputs)
        .containsOnlyKeys(database().keySet())
        .containsEntry("engine", "mariadb")
        .containsEntry("password", new Wire.Secret(PASSWORD));
    assertThat(kinds(provider.diff(URN, read.getProperties(), inputs, database())))
        .containsOnlyKeys("engine", "tags.by");
    assertThat(
            provider
                .diff(URN, read.getProperties(), inputs, database(), "engine", "tags")
                .getChanges())
        .isEqualTo(DiffChanges.DIFF_NONE);
    assertThat(provider.diff(URN, read.getProperties(), inputs, database(), "*").getChanges())
        .isEqualTo(DiffChanges.DIFF_NONE);
  }

  @Test
  void import_tells_all_inputs_that_are_no_defaults_and_nothing_that_aws_keeps() {
    Resource database =
        new Resource(
            DATABASE,
            "eu-west-1",
            "made by the runtime",
            Map.of(
                "identifier", "shop-2",
                "engine", "mysql",
                "skipFinalSnapshot", false,
                "password", PASSWORD,
                "arn", "arn:x"));
    database.id("db-IMPORTED");
    world.account().add(database);

    ReadResponse read = provider.importing(URN, "db-IMPORTED");

    assertThat(read.getId()).isEqualTo("db-IMPORTED");
    assertThat(Wire.decode(read.getInputs()))
        .isEqualTo(Map.of("identifier", "shop-2", "engine", "mysql", "skipFinalSnapshot", true));
    assertThat(read.toString()).doesNotContain(PASSWORD);
  }

  @Test
  void resource_that_is_gone_is_read_as_nothing() {
    assertThat(provider.importing(URN, "db-GONE").getId()).isEmpty();
  }

  @Test
  void update_changes_the_account_and_forgets_what_the_program_no_longer_says() {
    CreateResponse created = provider.create(URN, database());
    Map<String, Object> news = new LinkedHashMap<>(database());
    news.remove("tags");
    news.put("allocatedStorage", 100);

    Map<String, Object> outputs =
        provider.update(URN, created.getId(), created.getProperties(), database(), news);

    assertThat(outputs).containsEntry("allocatedStorage", 100).doesNotContainKey("tags");
    assertThat(
            world.account().find(DATABASE, "eu-west-1", created.getId()).orElseThrow().attributes())
        .containsEntry("allocatedStorage", 100)
        .containsEntry("password", PASSWORD)
        .doesNotContainKey("tags");
  }

  @Test
  void deletion_goes_through_or_is_refused() {
    CreateResponse used = provider.create(URN, with(database(), "multiAz", true));
    assertThatThrownBy(() -> provider.delete(URN, used.getId()))
        .hasMessageContaining("deleting RDS DB Instance (" + used.getId() + ")")
        .hasMessageContaining("api error InvalidDBInstanceState: still in use");

    String other = ProviderClient.urn(DATABASE, "other");
    CreateResponse created = provider.create(other, database());
    provider.delete(other, created.getId());
    assertThat(world.account().find(DATABASE, "eu-west-1", created.getId())).isEmpty();
  }

  @Test
  void replacement_has_another_id_than_what_it_replaces() {
    assertThat(provider.create(URN, database()).getId())
        .isNotEqualTo(provider.create(URN, database()).getId());
  }

  @Test
  void nothing_in_a_dead_region_answers() {
    CreateResponse created = provider.create(URN, database());
    world.faults().fail("eu-west-1", Faults.Kind.DEAD);

    assertThatThrownBy(
            () -> provider.refresh(URN, created.getId(), created.getProperties(), database()))
        .hasMessageContaining("reading RDS DB Instance")
        .hasMessageContaining(
            "request send failed, Post \"https://rds.eu-west-1.amazonaws.com/\": dial tcp: i/o"
                + " timeout");
    assertThatThrownBy(() -> provider.delete(URN, created.getId()))
        .hasMessageContaining("i/o timeout");
    assertThatThrownBy(
            () -> provider.invoke("aws:ssm/getParameter:getParameter", Map.of("name", "/x")))
        .hasMessageContaining("ssm.eu-west-1.amazonaws.com");
  }

  @Test
  void global_service_works_while_the_providers_region_is_dead() {
    world.faults().fail("eu-west-1", Faults.Kind.DEAD);

    CreateResponse zone =
        provider.create(
            ProviderClient.urn("aws:route53/zone:Zone", "zone"), Map.of("name", "example.com"));

    assertThat(world.account().find("aws:route53/zone:Zone", Account.GLOBAL, zone.getId()))
        .isPresent();
  }

  @Test
  void each_connection_has_its_own_region() {
    try (ProviderClient other = new ProviderClient(server, Map.of("region", "eu-central-1"))) {
      other.create(URN, database());
      provider.create(URN, database());
    }
    assertThat(world.account().list(DATABASE, "eu-central-1")).hasSize(1);
    assertThat(world.account().list(DATABASE, "eu-west-1")).hasSize(1);
  }

  @Test
  void policies_are_compared_as_documents_and_archives_by_content() {
    Map<String, Object> archive =
        Map.of(Wire.SIGNATURE, "0def7320c3a5731c473e5ecbe6d01bc7", "hash", "1", "path", "a.jar");
    Map<String, Object> olds =
        Map.of("name", "t", "policy", "{\"a\": 1, \"b\": 2}", "code", archive);
    CreateResponse created = provider.create(TOPIC_URN, olds);
    Map<String, Object> moved = with(archive, "path", "b.jar");
    Map<String, Object> news = Map.of("name", "t", "policy", "{\"b\":2,\"a\":1}", "code", moved);

    assertThat(provider.diff(TOPIC_URN, created.getProperties(), olds, news).getChanges())
        .isEqualTo(DiffChanges.DIFF_NONE);
    assertThat(
            kinds(
                provider.diff(
                    TOPIC_URN,
                    created.getProperties(),
                    olds,
                    with(news, "code", with(moved, "hash", "2")))))
        .containsOnlyKeys("code");
  }

  @Test
  void replacement_that_keeps_a_given_name_is_deleted_first() {
    Map<String, Object> given = Map.of("name", "given");
    Map<String, Object> invented = provider.checked(TOPIC_URN, Map.of());

    assertThat(replacedByFifo(given).getDeleteBeforeReplace()).isTrue();
    assertThat(replacedByFifo(invented).getDeleteBeforeReplace()).isFalse();
  }

  private DiffResponse replacedByFifo(Map<String, Object> olds) {
    CreateResponse created = provider.create(TOPIC_URN, olds);
    return provider.diff(TOPIC_URN, created.getProperties(), olds, with(olds, "fifoTopic", true));
  }

  private static Map<String, PropertyDiff.Kind> kinds(DiffResponse diff) {
    Map<String, PropertyDiff.Kind> kinds = new LinkedHashMap<>();
    diff.getDetailedDiffMap().forEach((path, change) -> kinds.put(path, change.getKind()));
    return kinds;
  }

  private static Map<String, Object> database() {
    return Map.of(
        "identifier",
        "shop-1",
        "engine",
        "mysql",
        "password",
        new Wire.Secret(PASSWORD),
        "tags",
        Map.of("a", "b"));
  }

  private static Map<String, Object> with(Map<String, Object> inputs, String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(inputs);
    changed.put(name, value);
    return changed;
  }
}
