using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Tests;

public class TemplateRuleTests
{
    [Fact]
    public void Reference_OfAPortrait_IsTheOneThatEnrolmentMakes()
    {
        byte[] portrait = Repository.MediaBytes("material-dashboard", Path.Combine("assets", "img", "marie.jpg"));
        using var enroller = new ReferenceEnroller(Repository.DefaultPack);
        using EnrolmentResult enrolled = enroller.Enrol(portrait);
        Assert.True(enrolled.Accepted, enrolled.Explanation);
        using DecodedPhotograph photograph = Photograph.Decode(portrait);
        using var chain = new FaceChain(Repository.DefaultPack);
        using FaceRecord face = chain.Record(photograph.Image)!;
        Assert.Equal(1, Template.Compare(TemplateRule.InUse.Reference(face), enrolled.Template.Span), 1e-5f);
        // And not the plain one, which would go unnoticed above if mirroring did nothing.
        Assert.True(Template.Compare(face.Plain, enrolled.Template.Span) < 0.9999f);
    }

    [Fact]
    public void Visit_ShotsOfUnequalQuality_WeighByIt()
    {
        FaceRecord first = new([1, 0], [1, 0], 80), second = new([0, 1], [0, 1], 20);
        float[] byQuality = new TemplateRule(false, false, WeighByQuality: true).Visit([first, second])!;
        float[] alike = new TemplateRule(false, false, WeighByQuality: false).Visit([first, second])!;
        Assert.Equal(4, byQuality[0] / byQuality[1], 1e-4f);
        Assert.Equal(1, alike[0] / alike[1], 1e-4f);
        Assert.Null(new TemplateRule(false, false, true).Visit([]));
    }
}
