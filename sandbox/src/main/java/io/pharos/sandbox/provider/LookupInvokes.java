package io.pharos.sandbox.provider;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Functions that find what exists before the program: zones, certificates, parameters. */
final class LookupInvokes {
  private static final String ZONE = "aws:route53/zone:Zone";
  private static final String CERTIFICATE = "aws:acm/certificate:Certificate";
  private static final String PARAMETER = "aws:ssm/parameter:Parameter";

  private final Account account;

  LookupInvokes(Account account) {
    this.account = account;
  }

  Map<String, Invokes.Invoke> answers() {
    return Map.of(
        "aws:route53/getZone:getZone", this::zone,
        "aws:acm/getCertificate:getCertificate", this::certificate,
        "aws:ssm/getParameter:getParameter", this::parameter);
  }

  private Map<String, Object> zone(String region, Map<String, Object> arguments) {
    List<Resource> found =
        account.list(ZONE, Account.GLOBAL).stream()
            .filter(zone -> isZone(zone, arguments))
            .toList();
    if (found.size() != 1) {
      throw new ProviderFailure(
          found.isEmpty()
              ? "no matching Route 53 Hosted Zone found"
              : "multiple Route 53 Hosted Zones matched; use additional constraints to reduce"
                  + " matches to a single Route 53 Hosted Zone");
    }
    Resource zone = found.get(0);
    Map<String, Object> result = new TreeMap<>();
    result.put("id", zone.id());
    result.put("zoneId", zone.id());
    result.put("arn", "arn:aws:route53:::hostedzone/" + zone.id());
    result.put("name", undotted(zone.string("name")));
    result.put("callerReference", zone.string("callerReference"));
    result.put("comment", zone.string("comment"));
    result.put("nameServers", zone.list("nameServers"));
    result.put("primaryNameServer", zone.string("primaryNameServer"));
    result.put("privateZone", isPrivate(zone));
    result.put("resourceRecordSetCount", recordSets(zone));
    result.put("linkedServicePrincipal", "");
    result.put("linkedServiceDescription", "");
    result.put("tags", zone.map("tags"));
    result.putAll(only(arguments, "vpcId"));
    return result;
  }

  private static boolean isZone(Resource zone, Map<String, Object> arguments) {
    Object id = arguments.get("zoneId");
    if (id != null) {
      return zone.id().equals(id);
    }
    Object name = arguments.get("name");
    if (name == null) {
      throw new ProviderFailure("either name or zone_id must be set");
    }
    return undotted(zone.string("name")).equals(undotted(name.toString()))
        && isPrivate(zone) == Boolean.TRUE.equals(arguments.get("privateZone"))
        && tagged(zone, arguments);
  }

  private static boolean isPrivate(Resource zone) {
    return !zone.list("vpcs").isEmpty();
  }

  /** Its own records, and the NS and SOA records that every zone has. */
  private int recordSets(Resource zone) {
    return 2
        + (int)
            account.list("aws:route53/record:Record", Account.GLOBAL).stream()
                .filter(item -> item.string("zoneId").equals(zone.id()))
                .count();
  }

  private Map<String, Object> certificate(String region, Map<String, Object> arguments) {
    String domain = (String) arguments.getOrDefault("domain", "");
    @SuppressWarnings("unchecked")
    List<Object> statuses = (List<Object>) arguments.getOrDefault("statuses", List.of("ISSUED"));
    List<Resource> found =
        account.list(CERTIFICATE, region).stream()
            .filter(item -> domain.isEmpty() || item.string("domainName").equals(domain))
            .filter(item -> statuses.contains(item.string("status")))
            .filter(item -> tagged(item, arguments))
            .toList();
    boolean newest = Boolean.TRUE.equals(arguments.get("mostRecent"));
    if (found.isEmpty() || found.size() > 1 && !newest) {
      throw new ProviderFailure(
          (found.isEmpty() ? "no ACM Certificate" : "multiple ACM Certificates")
              + " matching domain ("
              + domain
              + ")");
    }
    Resource certificate =
        found.stream()
            .max(java.util.Comparator.comparing(item -> item.string("notBefore")))
            .orElseThrow();
    Map<String, Object> result = new TreeMap<>(only(arguments, "statuses", "types", "mostRecent"));
    result.put("id", certificate.string("arn"));
    result.put("arn", certificate.string("arn"));
    result.put("domain", certificate.string("domainName"));
    result.put("status", certificate.string("status"));
    result.put("certificate", certificate.string("certificateBody"));
    result.put("certificateChain", certificate.string("certificateChain"));
    result.put("tags", certificate.map("tags"));
    return result;
  }

  private Map<String, Object> parameter(String region, Map<String, Object> arguments) {
    String name = (String) arguments.getOrDefault("name", "");
    Resource parameter =
        account
            .first(PARAMETER, region, item -> item.string("name").equals(name))
            .orElseThrow(
                () ->
                    new ProviderFailure(
                        "reading SSM Parameter (" + name + "): couldn't find resource"));
    boolean secure = parameter.string("type").equals("SecureString");
    String value = parameter.string(parameter.has("value") ? "value" : "insecureValue");
    Map<String, Object> result = new TreeMap<>(only(arguments, "withDecryption"));
    result.put("id", name);
    result.put("name", name);
    result.put("arn", parameter.string("arn"));
    result.put("type", parameter.string("type"));
    result.put("version", Math.max(1, parameter.integer("version")));
    result.put("insecureValue", secure ? "" : value);
    result.put("value", secure ? new Wire.Secret(value) : value);
    return result;
  }

  private static boolean tagged(Resource resource, Map<String, Object> arguments) {
    Object wanted = arguments.get("tags");
    return !(wanted instanceof Map<?, ?> tags)
        || resource.map("tags").entrySet().containsAll(tags.entrySet());
  }

  private static Map<String, Object> only(Map<String, Object> arguments, String... names) {
    Map<String, Object> some = new TreeMap<>(arguments);
    some.keySet().retainAll(List.of(names));
    return some;
  }

  private static String undotted(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
