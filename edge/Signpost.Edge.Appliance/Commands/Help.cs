namespace Signpost.Edge.Appliance.Commands;

/// <summary><c>--help</c>.</summary>
internal static class Help
{
    public const string Text =
        """
        Signpost camera unit

        Usage:
          Signpost.Edge.Appliance run --config FILE      enrol if needed, then run until SIGTERM or Ctrl-C
          Signpost.Edge.Appliance enrol --config FILE    a new identity, with a new claim token, in place of the one there is; that one stays whatever fails
          Signpost.Edge.Appliance status --config FILE   what this unit is and holds; changes nothing
          Signpost.Edge.Appliance import-bundle FILE_OR_FOLDER --config FILE
                                                         encrypted watchlists from a stick (*.signpost-bundle): the unit need not fetch them; also beside a
                                                         running unit. Brings no key and no authority; run it as the unit's user
          Signpost.Edge.Appliance self-test --pack DIR   every model of the pack and the gallery search, checked as at every start; or --config FILE,
                                                         or --search for the search alone, without a pack
          Signpost.Edge.Appliance bench search           time of a gallery search, one thread, beside a loop that only reads the same bytes;
                                                         --entries 1000,10000,100000,1000000 and --report FILE (JSON) if you like
          Signpost.Edge.Appliance --help

        FILE is JSON; relative paths in it are relative to it:
          {
            "dataDirectory":  "/var/lib/signpost",          identity, outbox, ciphertexts; made when missing
            "packDirectory":  "/usr/share/signpost/pack",   model pack: manifest.json and its models
            "provisionFile":  "/etc/signpost/provision.json",   from the field engineer, for the first start
            "healthInterval": "00:00:10",
            "outboxResend":   "00:00:05",
            "staleLimit":     "12:00:00",
            "camera": { "kind": "ffmpeg", "source": "rtsp://camera/stream" }    or: "kind": "images", "source": "/path/*.jpg"
          }

        The unit recognises only under an order that two officers signed, and only with its beacon lit. There is no setting for the threshold:
        it comes with the order.

        Exit codes: 0 stopped as told · 1 broken, see the last line · 2 wrong call or configuration · 3 no identity, or the enrolment failed ·
        4 status: not ready to run
        """;
}
