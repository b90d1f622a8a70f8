package io.pharos.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pharos.recovery.contract.Position;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads and checks a whole configuration; what it returns is valid in every setting. */
final class SettingsReader {
  private static final List<String> TEXTS =
      List.of("app", "environment", "strategy", "active", "protection");
  private static final List<String> STRUCTURES =
      List.of(
          "regions",
          "network",
          "database",
          "compute",
          "storage",
          "routing",
          "objectives",
          "failover",
          "alarms",
          "schedules",
          "eventSources",
          "drills",
          "audit",
          "operators",
          "deploymentRoles",
          "backup",
          "pipeline",
          "canary",
          "generations");
  private static final int DAYS_MAX = 3650;

  /** Where Global Accelerator takes changes. */
  private static final String ACCELERATORS = "us-west-2";

  private static final Rule REGION =
      Rule.matching(
          "[a-z]{2}(-[a-z]+)+-\\d", "the name of an AWS Region, such as eu-west-1", "eu-west-1");
  private static final Rule POSITION =
      Rule.matching("primary|secondary", "primary or secondary", "primary");
  private static final Rule DOMAIN =
      Rule.matching(
              "([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}",
              "a domain name in lower case without a dot at the end",
              "shop.example.com")
          .and(name -> name.length() <= 240, "240 characters at most");
  private static final Rule CERTIFICATE =
      Rule.matching(
          "(\\*\\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}",
          "the domain name of an ACM certificate that exists in both Regions",
          "shop.example.com");
  private static final Rule EMAIL =
      Rule.matching(
          "[^@\\s\"<>]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z]{2,}",
          "an e-mail address",
          "ops@example.com");
  private static final Rule PRINCIPAL =
      Rule.matching(
          "arn:aws:iam::\\d{12}:(root|(user|role)/[\\w+=,.@/-]{1,512})",
          "the ARN of a user, a role or, with :root, an account",
          "arn:aws:iam::123456789012:user/ada");

  private final Problems problems = new Problems();
  private final Section root;

  SettingsReader(Function<String, Optional<String>> source) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    TEXTS.forEach(key -> source.apply(key).ifPresent(value -> node.put(key, value)));
    STRUCTURES.forEach(key -> source.apply(key).ifPresent(value -> parse(key, value, node)));
    this.root = new Section(Settings.NAMESPACE, node, problems);
  }

  Settings read() {
    Regions regions = regions(root.section("regions", true));
    String app = root.text("app", NameLimits.APP);
    String environment = root.text("environment", NameLimits.ENVIRONMENT);
    if (root.sound("app", "environment", "regions")) {
      NameLimits.check(app, environment, regions, root);
    }
    Strategy strategy = root.choice("strategy", Strategy.PILOT_LIGHT);
    Section aims = root.section("objectives", true);
    Objectives objectives = objectives(aims);
    RestoreRules rules = new RestoreRules(strategy);
    rules.objectives(aims, objectives);
    if (root.sound("regions")) {
      rules.regions(root, regions);
    }
    DatabaseSettings database = new DatabaseReader(root.section("database", true)).read();
    AuroraRules aurora = new AuroraRules(database.engine());
    aurora.strategy(root, strategy);
    aurora.schedules(root);
    aurora.backup(root);
    Protection protection = root.choice("protection", Protection.ON);
    RoutingSettings routing = routing(root.section("routing", true), regions);
    ComputeSettings compute =
        new ComputeReader(root.section("compute", true), strategy, regions).read();
    Settings settings =
        new Settings(
            app,
            environment,
            strategy,
            active(),
            protection,
            regions,
            network(root.section("network", true)),
            database,
            compute,
            storage(root.section("storage", false)),
            routing,
            objectives,
            failover(root.section("failover", false), objectives, rules),
            alarms(root.section("alarms", true)),
            new ScheduleReader(root.section("schedules", false)).read(),
            new EventSourceReader(root.section("eventSources", false), app, environment).read(),
            drills(root.section("drills", false), routing.via(), aurora),
            audit(root.section("audit", false)),
            operators(root.section("operators", false)),
            new DeploymentRolesReader(root.section("deploymentRoles", false)).read(),
            backup(protection, database),
            root.has("pipeline")
                ? Optional.of(new PipelineReader(root.section("pipeline", true)).read())
                : Optional.empty(),
            canary(compute),
            new GenerationsReader(root.section("generations", false), strategy).read());
    rules.origin(root, settings);
    problems.throwIfAny();
    return settings;
  }

  private Optional<CanarySettings> canary(ComputeSettings compute) {
    return root.has("canary")
        ? Optional.of(new CanaryReader(root.section("canary", true), compute.healthPath()).read())
        : Optional.empty();
  }

  private void parse(String key, String value, ObjectNode into) {
    try {
      into.set(key, Json.MAPPER.readTree(value));
    } catch (JsonProcessingException e) {
      problems.add(
          Settings.NAMESPACE + ":" + key,
          value.length() > 40 ? value.substring(0, 40) + "..." : value,
          "a structure with named settings; this cannot be read: " + e.getOriginalMessage(),
          Problems.SEE_EXAMPLE);
    }
  }

  private Position active() {
    return Position.of(root.text("active", POSITION, Position.PRIMARY.word()));
  }

  private Regions regions(Section section) {
    Regions regions =
        new Regions(section.text("primary", REGION), section.text("secondary", REGION));
    if (section.sound("primary", "secondary") && regions.primary().equals(regions.secondary())) {
      section.wrong("secondary", "another Region than the primary's", "eu-central-1");
    }
    section.close();
    return regions;
  }

  private NetworkSettings network(Section section) {
    int zones = section.integer("zones", 2, 3, 2);
    NatGateways nat = section.choice("natGateways", NatGateways.ONE_PER_AZ);
    Section blocks = section.section("cidr", true);
    Cidr primary = cidr(blocks, "primary", "10.0.0.0/16");
    Cidr secondary = cidr(blocks, "secondary", "10.1.0.0/16");
    if (blocks.sound("primary", "secondary") && primary.overlaps(secondary)) {
      blocks.wrong(
          "secondary", "a network that does not overlap the primary's " + primary, "10.1.0.0/16");
    }
    blocks.close();
    boolean endpoints = section.flag("interfaceEndpoints", false);
    section.close();
    return new NetworkSettings(zones, nat, primary, secondary, endpoints);
  }

  private Cidr cidr(Section section, String key, String example) {
    String allowed = "a private IPv4 network (RFC 1918) between /16 and /20";
    Rule rule = new Rule(text -> !text.isEmpty(), allowed, example);
    String text = section.text(key, rule);
    if (section.sound(key)) {
      try {
        Cidr cidr = Cidr.of(text);
        if (cidr.isPrivate() && cidr.prefix() >= 16 && cidr.prefix() <= 20) {
          return cidr;
        }
        section.wrong(key, allowed, example);
      } catch (IllegalArgumentException e) {
        section.wrong(key, allowed + "; " + e.getMessage(), example);
      }
    }
    return Cidr.of(example);
  }

  private StorageSettings storage(Section section) {
    StorageSettings storage =
        new StorageSettings(
            section.optionalInteger("noncurrentVersionDays", 1, DAYS_MAX, 30).orElse(30),
            section.optionalInteger("abortMultipartDays", 1, DAYS_MAX, 7).orElse(7),
            section.optionalInteger("logRetentionDays", 1, DAYS_MAX, 90).orElse(90));
    section.close();
    return storage;
  }

  private RoutingSettings routing(Section section, Regions regions) {
    String zone = section.text("hostedZone", DOMAIN);
    String domain = section.text("domain", DOMAIN);
    Optional<String> certificate = section.optionalText("certificate", CERTIFICATE);
    if (section.sound("hostedZone", "domain")
        && !domain.equals(zone)
        && !domain.endsWith("." + zone)) {
      section.wrong("domain", "a name within the hosted zone " + zone, "shop." + zone);
    }
    if (section.sound("domain", "certificate")
        && certificate.isPresent()
        && !covers(certificate.get(), domain)) {
      section.wrong("certificate", "a certificate that covers " + domain, domain);
    }
    Follow follow = section.choice("follow", Follow.TAKEOVER);
    Via via = section.choice("via", Via.DNS);
    if (root.sound("regions")
        && via == Via.ACCELERATOR
        && (regions.primary().equals(ACCELERATORS) || regions.secondary().equals(ACCELERATORS))) {
      section.wrong(
          "via",
          "dns, or both, where "
              + ACCELERATORS
              + " is one of the Regions: accelerators can be changed there only, so that users must"
              + " not depend on one alone",
          Via.BOTH.word());
    }
    section.close();
    return new RoutingSettings(zone, domain, certificate, follow, via);
  }

  private static boolean covers(String certificate, String domain) {
    String parent = domain.substring(domain.indexOf('.') + 1);
    return certificate.equals(domain) || certificate.equals("*." + parent);
  }

  private static Objectives objectives(Section section) {
    Objectives objectives =
        new Objectives(
            section.integer("rtoSeconds", 1, Integer.MAX_VALUE, 900),
            section.integer("rpoSeconds", 1, Integer.MAX_VALUE, 300));
    section.close();
    return objectives;
  }

  private FailoverSettings failover(Section section, Objectives objectives, RestoreRules rules) {
    Trigger trigger = section.choice("trigger", Trigger.MANUAL);
    rules.trigger(section, trigger);
    int rpo = objectives.rpoSeconds();
    int lag =
        section.optionalInteger("maxReplicaLagSeconds", 1, Integer.MAX_VALUE, rpo).orElse(rpo);
    if (root.sound("objectives") && section.sound("maxReplicaLagSeconds") && lag > rpo) {
      section.wrong(
          "maxReplicaLagSeconds",
          "at most objectives.rpoSeconds, which is " + rpo,
          String.valueOf(rpo));
    }
    CapacitySource capacity = section.choice("capacity", CapacitySource.CONFIGURED);
    boolean symmetric = section.flag("symmetric", true);
    boolean automaticFailback = section.flag("automaticFailback", false);
    if (automaticFailback && !symmetric) {
      section.wrong(
          "automaticFailback", "false where failover.symmetric is false: it runs there", "false");
    }
    section.close();
    return new FailoverSettings(trigger, lag, capacity, symmetric, automaticFailback);
  }

  private static AlarmSettings alarms(Section section) {
    AlarmSettings alarms = new AlarmSettings(section.text("email", EMAIL));
    section.close();
    return alarms;
  }

  private static DrillSettings drills(Section section, Via via, AuroraRules aurora) {
    boolean rehearsal = section.flag("rehearsal", !via.accelerates() && !aurora.engine().aurora());
    aurora.rehearsal(section, rehearsal);
    if (rehearsal && via.accelerates()) {
      section.wrong(
          "rehearsal",
          "false where there is an accelerator (routing.via): to it, the empty target group of a"
              + " rehearsal would make the load balancer unhealthy",
          "false");
    }
    DrillSettings drills =
        new DrillSettings(
            section.flag("isolation", false),
            section.optionalInteger("isolationMinutes", 1, 720, 10).orElse(10),
            rehearsal);
    section.close();
    return drills;
  }

  private static AuditSettings audit(Section section) {
    AuditSettings audit =
        new AuditSettings(
            section.flag("trail", false),
            section.optionalInteger("retentionDays", 1, DAYS_MAX, 365).orElse(365));
    section.close();
    return audit;
  }

  private static OperatorSettings operators(Section section) {
    OperatorSettings operators =
        new OperatorSettings(
            section.texts("principals", PRINCIPAL, 20),
            section.flag("mfa", true),
            section.optionalInteger("sessionHours", 1, 12, 1).orElse(1));
    section.close();
    return operators;
  }

  private Optional<BackupSettings> backup(Protection protection, DatabaseSettings database) {
    Optional<DatabaseSettings> windows =
        root.sound("database") ? Optional.of(database) : Optional.empty();
    return root.has("backup")
        ? Optional.of(new BackupReader(root.section("backup", true), protection, windows).read())
        : Optional.empty();
  }
}
