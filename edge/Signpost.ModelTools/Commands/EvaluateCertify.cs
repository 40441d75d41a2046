using System.CommandLine;
using Signpost.ModelTools.Evaluation;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.ModelTools.Commands;

/// <summary><c>evaluate certify</c>: the pack's certificate.</summary>
internal static class EvaluateCertify
{
    public static Command Create()
    {
        Option<string> pack = EvaluateOptions.Pack();
        Option<string> data = EvaluateOptions.Data("lfw-a", "Folder with a folder a person, or with them in images/. The more people, the longer the lists that can be certified.");
        var groups = new Option<string?>("--groups") { Description = "Folder of labelled pictures (labels.tsv, images/), whose groups are stated too." };
        var name = new Option<string?>("--name") { Description = "What to call the data set in the certificate, which orders carry. Default: the folder's name." };
        var groupsName = new Option<string?>("--groups-name") { Description = "The same for the labelled pictures." };
        var to = new Option<string?>("--to") { Description = $"File to write. Default: {PackCertificateFile.Name} in the pack's folder." };
        Option<int> seed = EvaluateOptions.Seed(), replicates = EvaluateOptions.Replicates();
        var command = new Command(
            "certify",
            "Write the pack's certificate: thresholds with the false match rate and its upper 95 % bound, and the longest list each bears at one false alert in 1,000 and in 6,000 visits.")
        {
            pack, data, name, groups, groupsName, to, seed, replicates,
        };
        command.SetAction(parsed =>
        {
            string folder = EvaluateOptions.Folder(parsed.GetValue(data)!);
            string people = EvaluateDemographics.Images(folder);
            ModelPack loaded = EvaluateOptions.Load(parsed.GetValue(pack)!);
            (string, LabelList)? labelled = parsed.GetValue(groups) is { } second
                ? (parsed.GetValue(groupsName) ?? OpenSetReader.NameOf(second), LabelList.Read(Path.Combine(second, "labels.tsv"), EvaluateDemographics.Images(second)))
                : null;
            var run = new CertificationRun(loaded, new Sampling(parsed.GetValue(replicates), parsed.GetValue(seed)), Progress.ToConsole());
            CertificationResult result = run.Measure(
                parsed.GetValue(name) ?? OpenSetReader.NameOf(folder), PeopleFolder.Read(people), labelled, TimeProvider.System.GetUtcNow());
            result.Print();
            File.WriteAllBytes(parsed.GetValue(to) ?? Path.Combine(loaded.Directory, PackCertificateFile.Name), PackCertificateFile.Write(result.Certificate));
        });
        return command;
    }
}
